# Sourced by ./start and ./test: makes .venv once, and again when a pin or the Python changes.
# Needs ROOT. Everything it says goes to standard error; the package address is the machine's own.

VENV=$ROOT/.venv
export UV_PROJECT_ENVIRONMENT="$VENV" UV_PYTHON_DOWNLOADS=never
[ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS-1}"

say() { printf '%s\n' "unspiral: $*" >&2; }
fail() { say "$*"; exit 1; }

stamp() { # what the environment in .venv was made from
  {
    cat "$ROOT/pyproject.toml" "$ROOT/build_kernel.py" "$ROOT"/src/kernel/*.c || :
    printf '%s\n' "$ROOT"
    "$VENV/bin/python" -V
  } 2>/dev/null | cksum
}

is_set_up() { # is_set_up NAME: nothing changed since NAME was set up
  [ -x "$VENV/bin/unspiral" ] && [ "$(cat "$VENV/stamp-$1" 2>/dev/null)" = "$(stamp)" ]
}

find_python() {
  for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  done
  fail "Python 3.11 or newer is needed. On Debian: apt install python3"
}

need_venv_module() {
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "Python's venv module is missing. On Debian, as root: apt install python3-venv"
  fi
  say "installing Python's venv module"
  { apt-get -q update && apt-get -qy install --no-install-recommends python3-venv; } >&2
}

find_uv() { # the runner: the one on PATH, else one of our own beside .venv
  if uv --version >/dev/null 2>&1; then UV=uv; return; fi
  UV=$ROOT/.venv-uv/bin/uv
  "$UV" --version >/dev/null 2>&1 && return
  need_venv_module
  say "fetching the runner (uv), once"
  "$PYTHON" -m venv --clear "$ROOT/.venv-uv" >&2
  "$ROOT/.venv-uv/bin/python" -m pip install -q uv >&2 || fail "uv could not be fetched; set-up needs the network once"
}

set_up() { # set_up NAME [uv sync options]: packages, and compiled modules for a fast start
  NAME=$1
  shift
  is_set_up "$NAME" && return
  find_python
  find_uv
  "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || set -- --python "$PYTHON" "$@"
  grep -qsF "$VENV/bin/" "$VENV/bin/unspiral" || rm -rf "$VENV"
  say "setting up in .venv, once"
  "$UV" sync -q --project "$ROOT" --inexact --compile-bytecode "$@" >&2 ||
    fail "set-up did not finish; it needs the network once. What went wrong stands above"
  "$VENV/bin/python" -m compileall -q "$ROOT/src/unspiral" >&2
  stamp >"$VENV/stamp-$NAME"
}
