import { spawn } from 'node:child_process'
import type { KubeObject } from '../engine.ts'

/** What tools/judge says against one object; see tools/judge/README.md. */
export type Refusal = {
  object: number
  policy?: string
  actions?: string[]
  failed?: boolean
  control?: string
  level?: string
  message: string
}

/** All that one cluster would hold. */
export type Cluster = { objects: readonly KubeObject[] }

type Reply = { error?: string; clusters: { refusals: Refusal[] }[] }

/** Starts the judge, asks once for all clusters and waits for its end. Throws when it dies or doesn't understand: that is our bug. */
export const askJudge = (program: string, clusters: readonly Cluster[]): Promise<Refusal[][]> =>
  new Promise((resolve, reject) => {
    // The judge lives for a second: collecting garbage seldom costs memory and saves a third of its time.
    const child = spawn(program, { env: { GOGC: '800' }, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdin.on('error', () => {})
    child.stdout.setEncoding('utf8').on('data', chunk => (stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', chunk => (stderr = (stderr + chunk).slice(-2000)))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code !== 0) return reject(new Error(`judge ended with ${signal ?? `exit ${code}`}: ${stderr.trim()}`))
      const reply = JSON.parse(stdout) as Reply
      if (reply.error !== undefined) return reject(new Error(`judge: ${reply.error}`))
      resolve(reply.clusters.map(({ refusals }) => refusals))
    })
    child.stdin.end(`${JSON.stringify({ id: 1, clusters })}\n`)
  })
