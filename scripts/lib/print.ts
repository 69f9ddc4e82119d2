import { fstatSync, writeSync } from 'node:fs'
import { Failure } from './failure.ts'
import { reason } from './files.ts'

/** Writes text to stdout, all of it or a Failure: Node's own stream to a file silently drops what a full disk doesn't take. */
export const print = (text: string): void => {
  if (!fstatSync(1).isFile()) {
    process.stdout.write(text)
    return
  }
  const bytes = Buffer.from(text)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
  } catch (error) {
    throw new Failure(`can't write the output: ${reason(error)}`)
  }
}
