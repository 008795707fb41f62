# Sourced by the scripts that fetch a library which a Python package carries, though it has nothing to do with
# Python. They set: name, version, purpose (what needs it), package, platform and checksum of the wheel, library
# and, if wanted, headers (paths in the wheel) and the folder to fill.

explain() {
  echo "setup: $1; going on without $name, which $purpose need" >&2
  exit 0
}

fetch_wheel() {
  if [ -f "$folder/${library##*/}" ] && [ "$(cat "$folder/checksum" 2>/dev/null)" = "$checksum" ]; then return; fi
  [ -n "$platform" ] || explain "no $name is published for $(uname -s) on $(uname -m)"
  command -v python3 >/dev/null 2>&1 || explain "no 'python3' found to fetch $name with"
  python3 -m pip --version >/dev/null 2>&1 || explain "this python3 has no pip to fetch $name with"

  mkdir -p .libraries
  work="$(mktemp -d "$PWD/.libraries/fetch.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  echo "$package==$version --hash=sha256:$checksum" >"$work/requirements.txt"
  echo "setup: fetching $name $version from PyPI" >&2
  # One wheel, whatever Python runs pip.
  if ! python3 -m pip download --quiet --disable-pip-version-check --no-input --retries 1 --timeout 20 \
    --no-deps --only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 \
    --platform "$platform" --require-hashes --requirement "$work/requirements.txt" --dest "$work" \
    >"$work/log" 2>&1; then
    if grep -q '^WARNING: Retrying' "$work/log"; then explain "pip reached no package index"; fi
    if grep -q 'DO NOT MATCH THE HASHES' "$work/log"; then
      explain "the downloaded $package $version has another checksum than $checksum and was thrown away"
    fi
    explain "pip could not fetch it ($(grep -m 1 '^ERROR' "$work/log" || tail -n 1 "$work/log"))"
  fi

  # The library and its licences, set in place at once so that an interrupted set-up leaves nothing half done.
  if ! python3 - "$work" "$library" "${headers:-}" <<'PYTHON' 2>"$work/log"; then
import pathlib, sys, zipfile
work, library, headers = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
(wheel,) = work.glob("*.whl")
kept = work / "kept"
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.endswith("/"):
            continue
        if name == library or "/licenses/" in name:
            target = kept / name.rsplit("/", 1)[1]
        elif headers and name.startswith(headers):
            target = kept / "include" / name.removeprefix(headers)
        else:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))
if not (kept / library.rsplit("/", 1)[1]).exists():
    sys.exit(f"{wheel.name} holds no {library}")
if headers and not (kept / "include").exists():
    sys.exit(f"{wheel.name} holds no {headers}")
PYTHON
    explain "the package could not be unpacked ($(tail -n 1 "$work/log"))"
  fi
  echo "$checksum" >"$work/kept/checksum"
  rm -rf "$folder"
  mv "$work/kept" "$folder"
}
