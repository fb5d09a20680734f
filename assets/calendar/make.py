#!/usr/bin/env python3
"""Rewrites china.csv, the days on which Chinese offices differ from Monday to Friday.

    pip install chinesecalendar holidays
    npm pack chinese-days && tar xzf chinese-days-*.tgz
    python3 make.py package/dist/chinese-days.json

Taken from `chinesecalendar`, compared day by day with the other two. A difference stops the script
unless a State Council notice settles it (NOTICES), so that a wrong day never slips in unseen.
"""

import datetime
import json
import pathlib
import sys

import chinese_calendar.constants as first
import holidays

FIRST, LAST = datetime.date(2004, 1, 1), datetime.date(2026, 12, 31)

# Days on which the libraries disagree: (worked?, holiday, notice that decides).
NOTICES = {
    datetime.date(2005, 12, 31): (True, "New Year's Day", "国办发明电〔2005〕35号, 2005-12-16"),
}


def main(chinese_days_json):
    days = [FIRST + datetime.timedelta(n) for n in range((LAST - FIRST).days + 1)]
    if max(first.workdays).year != LAST.year:
        sys.exit(f"chinesecalendar ends in {max(first.workdays).year}, not {LAST.year}: move LAST")

    second = holidays.China(years=range(FIRST.year, LAST.year + 1))
    second_work = set(second.weekend_workdays)
    third = json.loads(pathlib.Path(chinese_days_json).read_text(encoding="utf-8"))

    third_off, third_work = (
        {datetime.date.fromisoformat(day) for day in third[kind]} for kind in ("holidays", "workdays")
    )

    def worked(day, off, work):
        return day in work or (day.weekday() < 5 and day not in off)

    rows, unsettled = ["date,day,holiday"], []
    for day in days:
        answers = {
            "chinesecalendar": worked(day, first.holidays, first.workdays),
            "holidays": worked(day, second, second_work),
            "chinese-days": worked(day, third_off, third_work),
        }
        name = first.workdays.get(day) or first.holidays.get(day)
        answer = answers["chinesecalendar"]
        if day in NOTICES:
            answer, name, _ = NOTICES[day]
        elif len(set(answers.values())) > 1:
            unsettled.append(f"{day}: {answers}")
        if answer != (day.weekday() < 5):
            rows.append(f"{day},{'work' if answer else 'off'},{name}")

    if unsettled:
        sys.exit("the libraries disagree; find the notice:\n" + "\n".join(unsettled))
    target = pathlib.Path(__file__).with_name("china.csv")
    target.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(rows) - 1} days in {len(days)} compared, {len(NOTICES)} settled by notice")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
