#!/bin/sh
# Fetches a snapshot of every collection from every peer into /backup/<time>/<peer>, then deletes backups past their time.
set -eu

api() { curl --fail --silent --show-error --header "api-key: $API_KEY" "$@"; }

now=$(date -u +%Y-%m-%dT%H-%M-%SZ)
folder=/backup/$now.part
mkdir "$folder"
api --output "$folder/aliases.json" "$VECTOR_URL/aliases"

api --output "$folder/cluster.json" "$VECTOR_URL/cluster"
# Assigned first: a command that fails within the line of a loop would go unseen, and leave a backup of nothing.
peers=$(jq --raw-output '.result.peers[].uri | capture("//(?<host>[^:/]+)").host' "$folder/cluster.json")
for peer in $peers; do
  address=${VECTOR_URL%%:*}://$peer:6333/collections
  mkdir "$folder/$peer"
  api --output "$folder/$peer/collections.json" "$address"
  collections=$(jq --raw-output '.result.collections[].name | @uri' "$folder/$peer/collections.json")
  for collection in $collections; do
    file=$folder/$peer/$collection.snapshot
    api --request POST --output "$file.json" "$address/$collection/snapshots"
    name=$(jq --raw-output .result.name "$file.json")
    # Deleted on the peer whether it arrived or not: its volume has no room for a second one.
    fetched=yes
    api --output "$file" "$address/$collection/snapshots/$name" || fetched=no
    api --request DELETE --output /dev/null "$address/$collection/snapshots/$name"
    [ "$fetched" = yes ]
    echo "$(jq --raw-output .result.checksum "$file.json")  $file" | sha256sum -c
  done
done

mv "$folder" "/backup/$now"
find /backup -mindepth 1 -maxdepth 1 -type d -mtime +$((RETENTION_DAYS - 1)) -exec rm -rf {} +
echo "backup $now is complete"
