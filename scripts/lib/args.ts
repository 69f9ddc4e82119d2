import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { Failure } from './failure.ts'
import { nearest } from './nearest.ts'

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T; strict: true; allowPositionals: true }>>

/** Reads flags strictly. A wrong flag is a Failure with the nearest right one and the command that lists all. */
export const readArgs = <T extends ParseArgsOptionsConfig>(command: string, argv: string[], options: T): Parsed<T> => {
  try {
    return parseArgs({ args: argv, options, strict: true, allowPositionals: true })
  } catch (error) {
    const flag = /'(--?[^'\s=]+)/.exec((error as Error).message)?.[1] ?? ''
    const close = nearest(flag.replace(/^-+/, ''), Object.keys(options)).map(name => `--${name}`)
    const what =
      (error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? `unknown flag ${flag}` : (error as Error).message
    throw new Failure(`${what}${close.length > 0 ? `; did you mean ${close.join(' or ')}?` : ''}. All flags: pnpm ${command} --help`)
  }
}

/** The flags of a command that takes nothing else. Throws a Failure for a name, too. */
export const readFlags = <T extends ParseArgsOptionsConfig>(command: string, argv: string[], options: T): Parsed<T>['values'] => {
  const { values, positionals } = readArgs(command, argv, options)
  const asksHelp = (values as { help?: boolean }).help === true
  if (positionals[0] !== undefined && !asksHelp)
    throw new Failure(`${JSON.stringify(positionals[0])}: pnpm ${command} takes flags alone; see: pnpm ${command} --help`)
  return values
}

/** A flag's value as a positive number. */
export const positive = (flag: string, value: string): number => {
  const number = Number(value)
  if (!(number > 0)) throw new Failure(`--${flag} ${value}: write a number above 0`)
  return number
}
