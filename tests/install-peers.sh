#!/usr/bin/env bash
# Lays down Courier and Cyrus for the tests that fetch from them. Debian lets only one IMAP server be installed, and that is Dovecot, so these two are
# unpacked beside the system and never installed: nothing of the system's own is replaced, and no service is started. What they need of ordinary
# libraries is installed. Does nothing where all is there.
#   courier/  a root of its own with all libraries (Courier's paths are fixed at build time, so it is run by chroot)
#   cyrus/    its programs and libraries (it takes all paths from its configuration)
set -euo pipefail
target=/opt/postfach-peers

# gamin: Courier's IMAP asks it for news of a folder's files whenever it locks one, and waits for more than a second each time where there is none.
courier=(courier-base courier-authlib courier-authlib-userdb courier-authdaemon courier-pop courier-imap gamin)
cyrus=(cyrus-common cyrus-imapd cyrus-pop3d)
libraries=(libcourier-unicode4 libltdl7 libgdbm6 libgamin0 libglib2.0-0 libidn12 libpcre3 libclamav12 libical3 libzephyr4 libxapian30 libpq5 libwrap0
    libjansson4 libsqlite3-0 libsasl2-modules libsasl2-modules-db sasl2-bin)

# The libraries that a root's own programs are linked with, laid down in it at the paths that they have in the system.
copy_libraries() {
    local root=$1 private=$1/usr/lib:$1/usr/lib/courier-authlib
    LD_LIBRARY_PATH=$private find "$root/usr" -type f \( -perm /111 -o -name '*.so*' \) -exec ldd {} \; 2>/dev/null \
        | grep -o '/[^ ]*' | grep -v "^$root\|:$" | sort -u \
        | while read -r library; do
            mkdir -p "$root$(dirname "$library")"
            cp -L "$library" "$root$library"
        done
}

# Only whole: what is half done lies under another name.
unpack() {
    local name=$1 work package
    work=$(mktemp -d "$target/$name.XXXXXX")
    mkdir "$work/packages" "$work/root"
    (cd "$work/packages" && apt-get download -qq -o APT::Sandbox::User=root "${@:2}")
    for package in "$work"/packages/*.deb; do
        dpkg-deb -x "$package" "$work/root"
    done
    chmod 755 "$work/root"
    [[ $name != courier ]] || copy_libraries "$work/root"
    rm -rf "${target:?}/$name"
    mv -T "$work/root" "$target/$name"
    rm -rf "$work"
}

# Says which libraries a program lacks; then the list above is not all that this Debian needs.
check() {
    ! LD_LIBRARY_PATH=$(echo "$target"/cyrus/usr/lib/*-linux-gnu) ldd "$target"/cyrus/usr/lib/cyrus/bin/{master,imapd,pop3d,ctl_cyrusdb} | grep 'not found' >&2
}

has_courier() { [[ -x $target/courier/usr/bin/imapd && -x $target/courier/usr/libexec/gam_server ]]; }
has_cyrus() { [[ -x $target/cyrus/usr/lib/cyrus/bin/master ]]; }

! has_courier || ! has_cyrus || exit 0
[[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null || { echo "install-peers: wants to be run by root of a Debian" >&2; exit 1; }
mkdir -p "$target"
apt-get update -qq >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${libraries[@]}" >/dev/null
has_courier || unpack courier "${courier[@]}"
has_cyrus || unpack cyrus "${cyrus[@]}"
check
