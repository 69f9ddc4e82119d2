#!/bin/sh
# Packs /data while Engram writes to it, reads the archive once, and only then deletes those that are past their time.
set -eu

archive="/backup/engram-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
rm -f /backup/*.part
tar -C /data --exclude ./lost+found --exclude ./before-restore --exclude ./restoring -czf "$archive.part" .
gzip -t "$archive.part"
sync
mv "$archive.part" "$archive"
find /backup -name 'engram-*.tar.gz' -mmin "+$((RETENTION_DAYS * 1440))" -exec rm -f {} +
ls -l /backup
