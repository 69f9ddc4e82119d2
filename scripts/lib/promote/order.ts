import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'

/** The way that a change goes. Offline is built from prod's overlays and so follows it. */
export const order = ['dev', 'staging', 'prod'] as const

/** Environments that take no image without a digest. */
export const pinned: readonly string[] = ['staging', 'prod']

/** Units whose render follows an app's overlay in another environment. */
export const followers = (root: string, app: string, env: string): string[] =>
  env === 'prod' && existsSync(join(root, 'overlays/offline', app)) ? [`offline/${app}`] : []

/**
 * Holds a promotion to the order. Throws a Failure for a step back, one that leaves out an environment (unless `skip`), and for offline.
 */
export const checkOrder = (app: string, from: string, to: string, skip: boolean): void => {
  const known: readonly string[] = order
  if ([from, to].includes('offline'))
    throw new Failure(`offline is built from prod's overlays and follows them: pnpm promote ${app} staging prod is all it takes`)
  const [start, end] = [known.indexOf(from), known.indexOf(to)]
  if (start < 0 || end < 0) throw new Failure(`a promotion goes ${order.join(' → ')}, and "${start < 0 ? from : to}" is none of them`)
  if (start === end) throw new Failure(`${from} is where it is already; name the environment after it`)
  if (start > end)
    throw new Failure(
      `${from} → ${to} is a step back; revert the commit (docs/operations/rollback.md), or name the image: pnpm image ${app} ${to} <image>`,
    )
  if (end > start + 1 && !skip)
    throw new Failure(
      `${from} → ${to} skips ${order.slice(start + 1, end).join(', ')}; promote to ${order[start + 1]} first, or say --skip-ok`,
    )
}
