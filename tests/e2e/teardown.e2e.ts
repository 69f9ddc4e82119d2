import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { home } from '../../scripts/lib/tools.ts'

/** A process that starts a cluster, says which process group it is, and waits. */
const script = `
  import { cluster } from ${JSON.stringify(join(home, 'scripts/lib/e2e/cluster.ts'))}
  const { processes } = await cluster(process.argv[1], 'ended')
  console.log(processes.group + ' ' + processes.data + ' ' + processes.logs)
  setInterval(() => {}, 1000)`

const running = (group: number): boolean => {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

describe('A run that is ended leaves nothing behind but its logs', () => {
  test.each(['SIGINT', 'SIGKILL'] as const)('by %s', async signal => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, inject('run')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(child.stdout, 'data')
    const [group, data, logs] = String(line).trim().split(' ')
    expect(running(Number(group))).toBe(true)
    expect(existsSync(data ?? '')).toBe(true)
    child.kill(signal)
    await once(child, 'exit')
    await eventually(() => expect([running(Number(group)), existsSync(data ?? '')]).toEqual([false, false]), 20)
    expect(readdirSync(logs ?? '')).toContain('kube-apiserver.log')
  })
})
