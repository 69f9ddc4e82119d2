export const promoteHelp = `Brings what runs in one environment to the next: dev → staging → prod. Offline is built on prod and follows it. Where an environment's
versions come from stands in base/env/<env>/environment.yaml: promoted-from, built-on.

  pnpm promote <app> <from> <to>        name, tag and digest of its images, and the labels of the version; nothing else
  pnpm promote --release <env> <tag>    the commit that prod or offline runs: one line of argo/env/<env>/environment.yaml

  --skip-ok                     leave out an environment; with --release, take a tag that the one before hasn't run
  --dry-run                     show the change and write nothing
  --root DIR                    another repository

  pnpm promote engram dev staging
  pnpm promote engram staging prod --dry-run
  pnpm promote --release prod v1.2.0

All but the first take an image without a digest only where a waiver of image-digest covers it (docs/waivers.md).
It shows the lines that it changes, and the commands that come next; docs/operations/promotion.md has the whole way.
Exit codes: 0 done, or nothing to do; 2 bad usage or refused, and nothing is changed; 3 a bug of ours.`
