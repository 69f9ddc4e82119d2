import { fstatSync, writeSync } from 'node:fs'
import { Failure } from './failure.ts'
import { reason } from './files.ts'
import { redact } from './report/redact.ts'

const streams = [process.stdout, process.stderr] as const
const toStdout = process.stdout.write.bind(process.stdout)

/** As redact; what can't be redacted isn't shown at all. */
const safe = (text: string): string => {
  try {
    return redact(text)
  } catch (error) {
    return `an output was withheld, because it could not be redacted (${reason(error)}); please report this\n`
  }
}

/** From here on nothing is written to stdout or stderr, by whatever part of the program, that isn't redacted; printExact alone goes around. */
export const redactOutput = (): void => {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
    const redacted = (chunk: unknown, ...rest: unknown[]): boolean => write(typeof chunk === 'string' ? safe(chunk) : chunk, ...rest)
    stream.write = redacted as typeof stream.write
  }
}

/** Writes text to stdout, redacted. */
export const print = (text: string): void => printExact(safe(text))

/**
 * Writes text to stdout as it is: for the bytes of a render, which are data and no report. All of it or a Failure: Node's own stream to a
 * file silently drops what a full disk doesn't take.
 */
export const printExact = (text: string): void => {
  if (!fstatSync(1).isFile()) {
    toStdout(text)
    return
  }
  const bytes = Buffer.from(text)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
  } catch (error) {
    throw new Failure(`can't write the output: ${reason(error)}`)
  }
}
