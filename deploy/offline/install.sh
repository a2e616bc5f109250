#!/bin/sh
# Installs or upgrades without a network: sh install.sh [FOLDER]
# Every version has a folder of its own below FOLDER; `current` names the one in use.
# Data are elsewhere (THANTHIEN_HOME) and are not touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-/opt/thanthien}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
  || { echo "Python 3.11 is needed (Debian 12: python3). Set PYTHON=/path/to/python3.11"; exit 1; }
own=$(basename "$here"/wheels/thanthien-*.whl)
version=${own#thanthien-}
new=$folder/${version%%-*}

if [ ! -e "$new/installed" ]; then
  rm -rf "$new"  # what an installation cut short left behind
  mkdir -p "$folder"
  # A bare Debian has no ensurepip: pip comes in the archive and runs from its wheel.
  "$python" -m venv --without-pip "$new"
  pip=$(echo "$here"/wheels/debian12/pip-*.whl)/pip
  "$new/bin/python" "$pip" install --quiet --disable-pip-version-check \
    --no-index --no-deps --require-hashes --find-links "$here/wheels" \
    --find-links "$here/wheels/debian12" --requirement "$here/debian12.txt"
  touch "$new/installed"
fi
ln -sfn "$(basename "$new")" "$folder/current.new"
mv -T "$folder/current.new" "$folder/current"
echo "Installed: $folder/current/bin/thanthien"
