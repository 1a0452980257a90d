# Set-up shared by ./run and ./test: which system packages are missing, where a fit Python is, what goes into .venv.
# Sourced, never run by itself; POSIX sh only, because it has to work before anything is installed.
# shellcheck shell=sh

# ldconfig lives in /sbin, which an ordinary user on Debian does not have on the path.
PATH="$PATH:/usr/sbin:/sbin"
VENV=.venv
PYTHON="$VENV/bin/python"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "gongshi: $*"; }

stop() {
    printf '%s\n' "gongshi: $*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

# The distribution's own Python goes first: it is built for speed (the suite takes a third longer on one that was not).
SYSTEM_PYTHON=${SYSTEM_PYTHON:-/usr/bin/python3}

# Prints the first Python of 3.11 or newer; with "venv" as argument it must be able to make an environment too.
find_python() {
    for candidate in "$SYSTEM_PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do
        has "$candidate" || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if [ "${1:-}" = venv ]; then
            "$candidate" -c 'import venv, ensurepip' 2>/dev/null || continue
        fi
        command -v "$candidate"
        return 0
    done
    return 1
}

# Prints the Debian packages without which the portal cannot run here; asks for abilities rather than for packages,
# so that another distribution or a hand-made installation is left in peace.
missing_for_running() {
    if [ ! -x "$PYTHON" ] && ! find_python venv >/dev/null; then
        # A Python beside the distribution's own needs its own venv package.
        found=$(find_python) && [ "${found##*/}" != python3 ] && echo "${found##*/}-venv" || echo python3 python3-venv
    fi
    [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -s /etc/pki/tls/certs/ca-bundle.crt ] || echo ca-certificates
    has_library 'libpango-1\.0\.so' || echo libpango-1.0-0
    has_library 'libpangoft2-1\.0\.so' || echo libpangoft2-1.0-0
    has_library 'libharfbuzz-subset\.so' || echo libharfbuzz-subset0
    has fc-list || echo fontconfig
    # Without a Chinese font the PDFs would show boxes and nothing would fail.
    { has fc-list && fc-list ':lang=zh-cn' family 2>/dev/null | grep -q .; } || echo fonts-noto-cjk
}

# Prints what is taken along where packages are installed anyway, and missed by nobody but the rarest names: 60,000
# hanzi that stand in no other font. The papers' own fonts lie in app/documents/typefaces.
welcome_for_papers() {
    has fc-list && fc-list 'HanaMinB' family 2>/dev/null | grep -q . || echo fonts-hanazono
}

# Prints the Debian packages that only the tests want.
missing_for_testing() {
    has chromium || echo chromium
    has pdftotext || echo poppler-utils
    find_postgresql >/dev/null || echo postgresql
}

# Prints the folder that holds initdb and pg_ctl.
find_postgresql() {
    for folder in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /usr/pgsql-*/bin; do
        [ -x "$folder/initdb" ] && found=$folder
    done
    [ -n "${found:-}" ] || { has initdb && found=$(dirname "$(command -v initdb)"); }
    [ -n "${found:-}" ] && echo "$found"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    has apt-get || return 1
    [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }
}

# install_packages NAME...: apt-get, without a question and without what is merely recommended.
install_packages() {
    say "installing system packages: $*"
    log=$(mktemp)
    if as_root apt-get -qq -o DPkg::Lock::Timeout=120 update </dev/null >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
            -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 install "$@" </dev/null >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    return 1
}

# The command a person without rights has to pass on to somebody who has them.
command_for() { printf '%s' "sudo apt-get update && sudo apt-get install --no-install-recommends $*"; }

ensure_system() {
    # Names of packages never hold spaces: from here on they are words.
    # shellcheck disable=SC2046
    set -- $(missing_for_running)
    [ $# -gt 0 ] || return 0
    if ! may_install; then
        stop "these system packages are missing: $*
    Please type (or ask the administrator of this machine to type)
        $(command_for "$@")
    and start again. On a system without apt-get install what corresponds to them."
    fi
    # shellcheck disable=SC2046
    install_packages "$@" $(welcome_for_papers) || install_packages "$@" ||
        stop "the system packages could not be installed. Please type
        $(command_for "$@")
    see what it complains about, and start again."
}

# make_venv: .venv with a fit Python, made anew when the Python it was made with has gone.
make_venv() {
    if [ -x "$PYTHON" ] && "$PYTHON" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return 0
    fi
    base=$(find_python venv) || stop "Python 3.11 or newer is needed; this machine has $(python3 --version 2>&1 || echo none).
    Debian 12, Ubuntu 24.04 and anything later bring one. On an older system install a newer Python with its
    venv module (for example the packages python3.11 and python3.11-venv) and start again."
    say "making $VENV with $("$base" --version)"
    rm -rf "$VENV"
    "$base" -m venv "$VENV" || stop "the Python environment $VENV could not be made."
}

# ensure_requirements FILE...: installs the last file (which includes the earlier ones) unless exactly these were installed.
ensure_requirements() {
    for file in "$@"; do last=$file; done
    stamp="$VENV/.installed-$last"
    if [ -x "$PYTHON" ] && cat "$@" | cmp -s - "$stamp" && "$PYTHON" -c '' 2>/dev/null; then
        return 0
    fi
    make_venv
    say "installing Python packages from $last (a minute or two the first time)"
    # Whatever is installed now may not be what an earlier stamp says.
    rm -f "$VENV"/.installed-*
    "$PYTHON" -m pip install --quiet --no-input --requirement "$last" </dev/null ||
        stop "the Python packages could not be installed; see the lines above. Is the network reachable?"
    cat "$@" >"$stamp.new" && mv "$stamp.new" "$stamp"
    # The development set holds the running set, so the next ./run has nothing to do.
    if [ "$last" = requirements-dev.txt ]; then cp requirements.txt "$VENV/.installed-requirements.txt"; fi
}
