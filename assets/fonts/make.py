#!/usr/bin/env python3
"""Makes the embedded fonts: Noto Sans SC Regular and Bold, cut down to what charts need.

    pip install fonttools
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf expo-google-fonts-*.tgz
    python3 make.py package

Kept: every character of GB 2312, Latin-1 and the signs below; horizontal kerning.
Dropped: hinting (we draw unhinted outlines), vertical writing, alternates, names of glyphs.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# What charts write beyond GB 2312 and Latin-1.
SIGNS = "‐‑–—‘’“”‚„†‡•…‰′″‹›€→←↑↓↔⇒−×÷±≈≠≤≥∞∑√∅·〔〕〇①②③④⑤⑥⑦⑧⑨⑩■□▲△▼▽◆◇○●★☆✓％"


def main(package):
    here = pathlib.Path(__file__).parent
    for weight, number in (("Regular", 400), ("Bold", 700)):
        source = pathlib.Path(package) / f"{number}{weight}" / f"NotoSansSC_{number}{weight}.ttf"
        font = TTFont(source, recalcTimestamp=False)
        options = subset.Options()
        options.layout_features = ["kern"]
        options.hinting = False
        options.glyph_names = False
        options.notdef_outline = True
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        options.drop_tables += ["STAT", "BASE", "vhea", "vmtx", "gasp", "GSUB", "DSIG"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters())
        subsetter.subset(font)
        target = here / f"NotoSansSC-{weight}.subset.ttf"
        font.save(target)
        print(f"{target.name}: {len(font.getGlyphOrder())} glyphs, {target.stat().st_size:,} bytes")


def characters():
    """Code points of GB 2312, Latin, Greek and the signs."""
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(map(ord, SIGNS))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return wanted


if __name__ == "__main__":
    main(sys.argv[1])
