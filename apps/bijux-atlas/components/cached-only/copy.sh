#!/bin/sh
# Copies the source volume to the cache, and fails before the server starts when the source isn't loaded or there is no room for it.
set -eu

if [ ! -e /source/.loaded ]; then
  echo "the claim bijux-atlas-source is not loaded: see apps/bijux-atlas/components/load-source" >&2
  exit 1
fi

# Above 90 % of its limit the server evicts datasets, and here nothing could bring one back.
used=$(du -sk /source/cache | cut -f 1)
room=$((ATLAS_MAX_DISK_BYTES / 1024 * 9 / 10))
if [ "$used" -gt "$room" ]; then
  echo "the source holds $used KiB, more than 90 % of ATLAS_MAX_DISK_BYTES ($room KiB)" >&2
  exit 1
fi

cp -Rf /source/cache/. /cache/
