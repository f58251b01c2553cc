# Installs what Photogram needs on Debian and Ubuntu: a library of functions for
# ./run, ./test and Dockerfile, to be sourced by bash in the repository's root.
#
#   setup run build test   installs the packages of these sections of packages.txt
#   setup_go               finds or installs a Go that can build this module
#
# Both do nothing, in no time, when all is there.

say() { printf '%s\n' "== $*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "Packages are missing and this is neither root nor a user with sudo. As root, run: ${missing_hint:-}"
    fi
}

# listed SECTION... prints the entries of packages.txt
listed() {
    awk -v want=" $* " '
        { sub(/#.*/, ""); gsub(/^[ \t]+|[ \t]+$/, "") }
        /^\[/ { section = substr($0, 2, length($0) - 2); next }
        $0 != "" && index(want, " " section " ")' packages.txt
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
# offered tells whether a release in use has a package; backports do not count.
offered() {
    apt-cache policy "$1" 2>/dev/null | awk '
        $1 == "Candidate:" { best = $2 }
        best != "" && ($1 == best && $2 >= 500 || $1 == "***" && $2 == best) { found = 1 }
        END { exit !found }'
}

# missing SECTION... prints the entries of which nothing is installed
missing() {
    local entry name found
    listed "$@" | while read -r entry; do
        found=
        for name in ${entry//[|?]/ }; do
            if installed "$name"; then found=1; fi
        done
        if [ -z "$found" ]; then printf '%s\n' "$entry"; fi
    done
}

# choose reads entries and prints for each the package that this release has
choose() {
    local entry name chosen
    while read -r entry; do
        chosen=
        for name in ${entry//[|?]/ }; do
            if [ -z "$chosen" ] && offered "$name"; then chosen=$name; fi
        done
        case "$chosen:$entry" in
        :*\?) ;;
        :*) fail "No package source of this machine offers: $entry" ;;
        *) printf '%s\n' "$chosen" ;;
        esac
    done
}

need_apt() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        fail "This is not Debian or Ubuntu, so nothing can be installed by itself. Install these, or what your system calls them, then run again: $(listed "$@" | paste -sd, -)
or set SKIP_SETUP=1 when all is there."
    fi
}

refresh_lists() {
    if [ -z "${lists_fresh:-}" ]; then
        say "reading the package lists"
        as_root apt-get update -qq || say "some package lists could not be read; going on with the others"
        lists_fresh=1
    fi
}

# install takes apt-get's arguments; its talk is shown only when it fails
install() {
    mkdir -p build
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null >build/setup.log 2>&1 && return
    tail -n 30 build/setup.log >&2
    fail "The packages could not be installed."
}

# setup SECTION... installs what is missing of these sections
setup() {
    local entries packages
    if [ -n "${SKIP_SETUP:-}" ]; then return; fi
    need_apt "$@"
    entries=$(missing "$@")
    # The optional ones count only where the lists, as they are, have them.
    if ! grep -qv '?$' <<<"$entries"; then entries=$(choose <<<"$entries"); fi
    if [ -z "$entries" ]; then return; fi
    missing_hint="apt-get update && apt-get install $( (choose <<<"$entries") 2>/dev/null | paste -sd ' ')"
    refresh_lists
    packages=$(choose <<<"$entries") || exit 1
    if [ -z "$packages" ]; then return; fi
    if [[ $packages == *postgresql* ]] && ! installed postgresql-common; then
        # Photogram runs its own cluster; the distribution is not to start another.
        as_root mkdir -p /etc/postgresql-common/createcluster.d
        as_root tee /etc/postgresql-common/createcluster.d/no-main.conf >/dev/null <<<'create_main_cluster = false'
    fi
    say "installing" $packages
    install $packages
    if [[ $packages == *pgbouncer* ]]; then
        # The tests run one of their own; the distribution's service is not to stay.
        as_root systemctl disable --now pgbouncer >/dev/null 2>&1 || true
    fi
}

# older A B tells whether version A is below version B
older() { [ "$1" != "$2" ] && printf '%s\n%s\n' "$1" "$2" | sort -V -C; }

# go_serves tells whether the go in PATH can build this module, by itself or by
# fetching the toolchain that go.mod names, which it can do from 1.21 on.
go_serves() {
    local have need
    command -v go >/dev/null || return 1
    need=$(awk '$1 == "go" { print $2; exit }' go.mod)
    have=$(cd / && GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || return 1
    have=${have#go}
    if ! older "${have%% *}" "$need"; then return 0; fi
    if older "$have" 1.21; then return 1; fi
    export GOTOOLCHAIN=go$need+auto
    say "Go $have fetches Go $need"
}

setup_go() {
    local codename dir
    for dir in '' /usr/local/go/bin; do
        PATH=${dir:+$dir:}$PATH
        if go_serves; then return; fi
    done
    if [ -n "${SKIP_SETUP:-}" ]; then fail "Go is missing or too old for go.mod."; fi
    need_apt go
    missing_hint="apt-get update && apt-get install golang-go"
    refresh_lists
    if older "$(offered_version golang-go)" 1.21; then
        codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
        add_backports "$codename"
        say "installing golang-go of $codename-backports"
        install -t "$codename-backports" golang-go
    else
        say "installing golang-go"
        install golang-go
    fi
    hash -r
    go_serves || fail "The Go of this release is too old: install the one that go.mod names, then run again."
}

offered_version() { apt-cache policy "$1" | awk '$1 == "Candidate:" { sub(/^[0-9]+:/, "", $2); print $2 }'; }

# add_backports CODENAME adds the release's backports from the mirror that this
# machine uses already.
add_backports() {
    local site suites=/etc/apt/sources.list.d/photogram-backports.list
    if apt-get indextargets --format '$(RELEASE)' | grep -x "$1-backports" >/dev/null; then return; fi
    site=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(SITE)' | awk -v release="$1" '$1 == release && $2 == "main" && !n++ { print $3 }')
    if [ -z "$site" ]; then fail "Go is too old here and no backports can be found: install the Go that go.mod names, then run again."; fi
    say "adding $1-backports to the package sources ($suites)"
    as_root tee "$suites" >/dev/null <<<"# For Photogram's ./run: a Go new enough to build it.
deb $site $1-backports main"
    lists_fresh=
    refresh_lists
}
