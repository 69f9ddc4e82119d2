#!/bin/sh
# Snapshots every claim that CLAIM_SELECTOR selects, waits until it is usable, then deletes those that are past their time.
set -eu

now=$(date +%s)
expires=$((now + RETENTION_DAYS * 86400))

for claim in $(kubectl get persistentvolumeclaims --selector "$CLAIM_SELECTOR" --output 'jsonpath={.items[*].metadata.name}'); do
  kubectl create --filename - <<SNAPSHOT
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: $claim-$now
  labels:
    backup: snapshot
    expires: "$expires"
spec:
  source:
    persistentVolumeClaimName: $claim
SNAPSHOT
  kubectl wait "volumesnapshot/$claim-$now" --for 'jsonpath={.status.readyToUse}=true' --timeout 20m
done

kubectl get volumesnapshots --selector backup=snapshot \
  --output 'jsonpath={range .items[*]}{.metadata.name}{" "}{.metadata.labels.expires}{"\n"}{end}' |
  while read -r name until; do
    if [ "$until" -lt "$now" ]; then kubectl delete volumesnapshot "$name"; fi
  done
