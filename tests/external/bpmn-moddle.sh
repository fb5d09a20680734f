#!/bin/sh
# Exports scenarios as BPMN and reads them with bpmn-moddle, which is installed into a folder of its own.
# Use: tests/external/bpmn-moddle.sh PATH-TO-redtape
set -eu
redtape=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if ! npm install --silent --no-fund --no-audit --prefix "$place" bpmn-moddle; then
  echo "skipped: bpmn-moddle (it cannot be installed)"
  exit 0
fi
for scenario in tests/cases/everything.toml scenarios/shuozhou-2021/gov-building.toml scenarios/measures/*.toml; do
  if [ "$(basename "$scenario")" = programme.toml ]; then continue; fi
  for lang in en zh; do
    name=$(basename "$scenario" .toml)-$lang.bpmn
    "$redtape" export "$scenario" --format bpmn --lang $lang --output "$place/$name"
  done
done
script=$(pwd)/tests/external/bpmn-moddle.mjs
cd "$place" && node "$script" ./*.bpmn
