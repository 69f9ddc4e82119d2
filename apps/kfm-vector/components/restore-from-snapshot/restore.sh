#!/bin/sh
# Puts /backup/$BACKUP (or the newest one) back: every collection on the peer it came from, then the aliases.
set -eu

api() { curl --fail --silent --show-error --header "api-key: $API_KEY" "$@"; }

if [ "$BACKUP" = newest ]; then
  BACKUP=$(find /backup -mindepth 1 -maxdepth 1 -type d ! -name '*.part' -exec basename {} \; | sort | tail -n 1)
fi
folder=/backup/$BACKUP
[ -f "$folder/aliases.json" ] || { echo "there is no backup $folder" >&2; exit 1; }

# All of it is whole before anything is replaced.
find "$folder" -name '*.snapshot' | sort >/tmp/files
while read -r file; do
  echo "$(jq --raw-output .result.checksum "$file.json")  $file" | sha256sum -c
done </tmp/files

while read -r file; do
  peer=$(basename "$(dirname "$file")")
  collection=$(basename "$file" .snapshot)
  api --request POST --form "snapshot=@$file" --output /dev/null \
    "${VECTOR_URL%%:*}://$peer:6333/collections/$collection/snapshots/upload?priority=snapshot&wait=true"
  echo "restored $collection on $peer"
done </tmp/files

jq '{actions: [.result.aliases[] | {create_alias: .}]}' "$folder/aliases.json" >/tmp/aliases.json
api --request POST --header 'content-type: application/json' --data @/tmp/aliases.json --output /dev/null \
  "$VECTOR_URL/collections/aliases"
echo "backup $BACKUP is restored"
