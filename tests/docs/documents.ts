import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../scripts/lib/tools.ts'

export type Document = { path: string; text: string }

/** Every Markdown file that Git knows or would add. */
export const documents = (): Document[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '*.md'], { cwd: home, encoding: 'utf8' })
    .split('\0')
    .filter(path => path !== '' && !path.startsWith('tests/fixtures/'))
    .flatMap(path => {
      try {
        return [{ path, text: readFileSync(join(home, path), 'utf8') }]
      } catch {
        return []
      }
    })

/** The text outside code blocks, and the blocks. */
export const split = (text: string): { prose: string; blocks: string[] } => {
  const blocks: string[] = []
  const prose = text.replace(/^( *)```[^\n]*\n([\s\S]*?)^\1```/gm, (_, __, block: string) => {
    blocks.push(block)
    return ''
  })
  return { prose, blocks }
}

export type Command = { where: string; line: string }

const programs = /^(pnpm|node|kubectl|argocd|git|helmfile) /

/** Every command that a document tells people to run: inline code and lines of code blocks that begin with a program's name. */
export const commands = ({ path, text }: Document): Command[] => {
  const { prose, blocks } = split(text)
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => (code ?? '').replaceAll(/\s*\n\s*/g, ' '))
  const lines = blocks.flatMap(block =>
    block
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map(line => line.trim().replace(/^\$ /, '')),
  )
  const all = [...inline, ...lines].map(line => line.replace(/^(cd \S+ && )?([A-Z_]+=\S+ )*/, '').replace(/^npx --yes pnpm@12 /, 'pnpm '))
  return all.filter(line => programs.test(line)).map(line => ({ where: path, line }))
}

/** A command as its words, quotes taken off, up to the first pipe, redirection or `--`. */
export const words = (line: string): string[] => {
  const quoted = line.replace(/ #.*$/, '').match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g) ?? []
  const all = quoted.map(word => word.replaceAll(/'([^']*)'|"((?:\\.|[^"\\])*)"/g, (_, single, double) => single ?? double))
  const end = all.findIndex(word => ['|', '>', '<', '&&', ';', '--'].includes(word))
  return end < 0 ? all : all.slice(0, end)
}

/** A word that stands for something the reader fills in. */
export const isPlaceholder = (word: string): boolean => /[<>$…*]/.test(word)
