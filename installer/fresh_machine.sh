#!/usr/bin/env bash
# Try the set-up where nothing is installed: a bare Debian with python3, make and git in a folder.
#
#   installer/fresh_machine.sh SUITE CLONE FOLDER [TARGET...]
#
# SUITE is bookworm or trixie, CLONE the repository to try (its last commit), FOLDER where to build
# the machine (outside the repository; kept, so a second run starts from it unless you remove it).
# TARGETs are make's, by default: install check test run. Needs root and debootstrap.
# Settings of pip and certificates are handed over from the environment and written nowhere.
set -euo pipefail

suite=${1:?suite: bookworm or trixie}
clone=$(realpath "${2:?path of the clone to try}")
machine=$(realpath -m "${3:?folder for the machine}")
shift 3
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(install check test run)

case $machine/ in "$clone"/*) echo "Choose a folder outside the repository." >&2; exit 1 ;; esac

timed() {
  local label=$1 start=$SECONDS
  shift
  "$@"
  printf '%-12s %4d s\n' "$label" $((SECONDS - start)) | tee -a "$machine.times"
}

mkdir -p "$(dirname "$machine")"
: > "$machine.times"
if [ ! -x "$machine/usr/bin/make" ]; then
  timed debootstrap debootstrap --variant=minbase --include=python3,make,git "$suite" "$machine" \
    > "$machine.log"
  tail -n 1 "$machine.times"
fi

cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
rm -rf "$machine/home/homeward"
git clone --quiet --no-hardlinks "$clone" "$machine/home/homeward"

# Only what reaches the package index; a certificate bundle is lent for the run.
settings=()
while IFS='=' read -r name _; do
  case $name in PIP_CERT) ;; PIP_* | *_proxy | *_PROXY) settings+=("$name=${!name}") ;; esac
done < <(env)
if [ -n "${PIP_CERT:-}" ]; then
  cp -L "$PIP_CERT" "$machine/run/certificates.pem"
  settings+=("PIP_CERT=/run/certificates.pem" "SSL_CERT_FILE=/run/certificates.pem")
fi

mount --bind /proc "$machine/proc"
mount --bind /dev "$machine/dev"
# Lazily: a server that a test has just ended may hold a device for a moment longer.
trap 'umount --lazy "$machine/proc" "$machine/dev"' EXIT

inside() {
  chroot "$machine" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "${settings[@]}" make -C /home/homeward "$@"
}

for target in "${targets[@]}"; do
  timed "make $target" inside "$target"
done
timed "again" inside install

echo
cat "$machine.times"
du -sh "$machine/home/homeward/.venv" | sed "s|$machine||"
