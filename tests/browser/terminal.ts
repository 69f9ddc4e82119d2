import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { home } from '../../scripts/lib/tools.ts'
import { git, scratch } from '../helpers.ts'

/** What a colour of a terminal becomes on the picture's dark ground; 22 and 39 end what was before. */
const styles: Record<string, string> = {
  1: 'font-weight:bold',
  2: 'color:#9198a1',
  31: 'color:#ff8e86',
  32: 'color:#56d364',
  33: 'color:#e3b341',
  36: 'color:#79c0ff',
}
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A terminal's text as HTML; a line that was erased is gone. Throws for an escape sequence that isn't a colour of ours. */
const coloured = (text: string): string => {
  let open = ''
  return text
    .replaceAll(/.*\x1b\[2K/g, '')
    .replaceAll('\r', '')
    .split(/(\x1b\[\d+m)/)
    .map(part => {
      const code = /^\x1b\[(\d+)m$/.exec(part)?.[1]
      if (code === undefined && part.includes('\x1b')) throw new Error(`an escape sequence that isn't a colour: ${JSON.stringify(part)}`)
      if (code === undefined) return open ? `<span style="${open}">${escaped(part)}</span>` : escaped(part)
      const style = styles[code]
      if (style === undefined && !['22', '39'].includes(code)) throw new Error(`escape sequence ${code} has no style here`)
      open = style ?? ''
      return ''
    })
    .join('')
}

/** Commands of the tool in a clone of this repository, each with what it said on a terminal of so many columns. */
export const session = (columns: number, commands: readonly string[]): { html: string; text: string } => {
  const root = join(scratch('terminal'), 'gitops')
  git(home, 'clone', '--quiet', home, root)
  git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
  const { CI: _, NO_COLOR: __, INIT_CWD: ___, npm_lifecycle_script: ____, ...env } = process.env
  const said = commands.map(command => {
    const line = command.replace(/^pnpm (\S+)/, (_, name) => `"${process.execPath}" "${join(home, 'scripts', `${name}.ts`)}"`)
    const options = { cwd: root, env: { ...env, TERM: 'xterm-256color' }, encoding: 'utf8', input: '' } as const
    const output = execFileSync('script', ['--quiet', '--return', '--command', `stty cols ${columns}; ${line}`, '/dev/null'], options)
    return { command, output: output.replace(/\s+$/, '') }
  })
  return {
    html: said.map(({ command, output }) => `<b>$ ${escaped(command)}</b>\n${coloured(output)}\n`).join('\n'),
    text: said.map(({ output }) => output).join('\n'),
  }
}

/** The session as a page that looks like a terminal. */
export const terminalPage = (html: string, columns: number): string => `<!doctype html>
<html lang="en"><title>A terminal</title><body style="margin:0;background:#0d1117"><main>
<pre style="margin:0;padding:24px;width:${columns}ch;color:#e6edf3;font:15px/1.4 'DejaVu Sans Mono',monospace;white-space:pre-wrap;overflow-wrap:anywhere">${html}</pre>
</main></body></html>`
