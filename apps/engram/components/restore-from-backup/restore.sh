#!/bin/sh
# Unpacks an archive beside the data, then moves what was there aside. Refuses to run twice: a folder of the first run is in the way.
set -eu

archive=${ARCHIVE:-}
if [ -z "$archive" ]; then
  for one in /backup/engram-*.tar.gz; do archive=$one; done
fi
gzip -t "$archive"

# Into a folder of our own: the mode of the volume's root isn't ours to set.
mkdir /data/restoring /data/before-restore
tar -C /data/restoring -xzf "$archive"
sync

move_all() {
  for entry in "$1"/* "$1"/.[!.]*; do
    case "$entry" in
    /data/restoring | /data/before-restore | /data/lost+found | */'*' | */'.[!.]*') ;;
    *) mv "$entry" "$2/" ;;
    esac
  done
}
move_all /data /data/before-restore
move_all /data/restoring /data
rmdir /data/restoring
sync
echo "restored $archive"
