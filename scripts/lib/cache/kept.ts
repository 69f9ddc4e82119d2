import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Content as the cache names it. */
export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

const noted = new Set<string>()

/** A cache file that isn't what was written costs a line, once, and is thrown away. */
export const discard = (file: string): void => {
  if (!noted.has(file)) console.error(`${file} is damaged and was not used`)
  noted.add(file)
  rmSync(file, { force: true })
}

/** Bytes that stand behind their own digest; undefined when there are none, or damaged ones. */
export const readBytes = (file: string): Buffer | undefined => {
  let content: Buffer
  try {
    content = readFileSync(file)
  } catch {
    return undefined
  }
  const body = content.subarray(65)
  if (content.length >= 65 && content.toString('latin1', 0, 65) === `${digestOf(body)}\n`) return body
  discard(file)
  return undefined
}

/** Writes whole or not at all, whoever else writes the same. A cache that can't be written is no cache, and nobody's trouble. */
export const writeBytes = (file: string, body: string | Uint8Array): void => {
  const scratch = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(scratch, Buffer.concat([Buffer.from(`${digestOf(body)}\n`), Buffer.from(body)]))
    renameSync(scratch, file)
  } catch {
    rmSync(scratch, { force: true })
  }
}

/** A value that was kept as JSON. */
export const readKept = <T>(file: string): T | undefined => {
  const body = readBytes(file)
  try {
    return body && (JSON.parse(body.toString('utf8')) as T)
  } catch {
    return undefined
  }
}

export const writeKept = (file: string, value: unknown): void => writeBytes(file, JSON.stringify(value))

/** Marks a file as used today, so that it isn't the first to go. */
export const touch = (file: string): void => {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch {}
}
