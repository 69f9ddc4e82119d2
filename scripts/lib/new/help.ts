export const newHelp = `Makes an app, a shared Component or an environment, whole: it passes pnpm check at once. Asks on a terminal for what no flag says.

  pnpm new app <name>           apps/<name>, an overlay per environment, its place in Argo CD, its owners, its accepted renders
    --image NAME:TAG[@DIGEST]   the digest may be left out for dev alone
    --port N                    8080 unless told
    --health PATH               /healthz unless told
    --env LIST                  dev,staging,prod,offline unless told; more can be added later by the same command
    --team OWNERS               in CODEOWNERS; @gitops/platform unless told
  A name that an ApplicationSet reaches joins that system: tartware-<name> becomes a node-service. Any other is a system of its own.

  pnpm new component <name>     base/components/<name>, or apps/<app>/components/<name>, and its row in base/README.md
    --purpose TEXT              what it adds, in a sentence
    --needs TEXT                what it asks of whoever includes it
    --app NAME                  only this app can use it
    --file PATH                 an object or a JSON6902 patch to take in; may be given several times
    --target KIND               what the patches are for; Deployment unless told

  pnpm new environment <name>   base/env, argo/env, overlays, chart values and helmfile.yaml, as another environment has them
    --like ENV                  staging unless told
    --revision REF              what it runs; main unless told

  --dry-run                     try it, show it, write nothing
  --root DIR                    another repository

  pnpm new app orders --image ghcr.io/acme/orders:1.0.0 --env dev
  pnpm new app tartware-guests-service --image ghcr.io/tartware/guests-service:0.1.0 --port 3010 --env dev
  pnpm new component quiet-nights --purpose 'Scales to nothing at night' --file cronjob.yaml
  pnpm new environment qa --like staging

Exit codes: 0 done, or nothing to do; 2 bad usage or refused, and nothing is changed; 3 a bug of ours.`
