import type { IncomingMessage, ServerResponse } from 'node:http'
import { type GitHub, openGitHub } from '../../scripts/lib/github/api.ts'
import type { Comment } from '../../scripts/lib/github/comments.ts'
import type { Pull } from '../../scripts/lib/github/pulls.ts'
import { serve } from '../server.ts'

/** What the server holds. `pageSize` is small, so that every list has pages. */
export type State = {
  pulls: Pull[]
  comments: Record<number, Comment[]>
  artifacts: { id: number; name: string; size_in_bytes: number; expired: boolean; created_at: string }[]
  archive: Buffer
  main: string
  mergeBase: string
  pageSize: number
  asked: string[]
  /** Answers instead of the server when it returns true. */
  before: (request: string, response: ServerResponse, url: URL) => boolean
}

export const botUser = { login: 'github-actions[bot]', type: 'Bot' }

export const newState = (state: Partial<State> = {}): State => ({
  ...{ pulls: [], comments: {}, artifacts: [], archive: Buffer.alloc(0), main: 'm'.repeat(40), mergeBase: 'm'.repeat(40) },
  ...{ pageSize: 2, asked: [], before: () => false },
  ...state,
})

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

let nextId = 1000

/** A server that answers as GitHub's REST API does for what we use of it; lists come in pages with a Link header. */
export const gitHubServer = async (state: State): Promise<{ github: GitHub; address: string; waits: number[] }> => {
  const address = await serve(async (request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`)
    const path = url.pathname.replace(/^\/repos\/o\/r\//, '')
    const asked = `${request.method} ${path}`
    state.asked.push(asked)
    const json = (status: number, body?: unknown): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body))
    const list = (items: readonly unknown[], key?: string): unknown => {
      const page = Number(url.searchParams.get('page') ?? '1')
      const part = items.slice((page - 1) * state.pageSize, page * state.pageSize)
      url.searchParams.set('page', String(page + 1))
      if (page * state.pageSize < items.length) response.setHeader('link', `<${url}>; rel="next", <${url}>; rel="last"`)
      return json(200, key ? { total_count: items.length, [key]: part } : part)
    }
    const body = await textOf(request)
    const sent = body ? JSON.parse(body) : {}
    if (state.before(asked, response, url)) return
    if (path === '/file') return response.end(request.headers.authorization ? 'the token came here' : state.archive)
    if (request.headers.authorization !== 'Bearer token') return json(401, { message: 'Bad credentials' })
    if (asked === 'GET pulls') return list(state.pulls)
    if (/^GET actions\/runs\/\d+\/artifacts$/.test(asked)) return list(state.artifacts, 'artifacts')
    if (/^GET actions\/artifacts\/\d+\/zip$/.test(asked)) return response.writeHead(302, { location: `http://${url.host}/file` }).end()
    if (asked.startsWith('GET compare/'))
      return json(200, { base_commit: { sha: state.main }, merge_base_commit: { sha: state.mergeBase } })
    const [, pull] = /^issues\/(\d+)\//.exec(path) ?? []
    state.comments[Number(pull)] ??= []
    const comments = state.comments[Number(pull)] ?? []
    if (asked === `GET issues/${pull}/comments`) return list(comments)
    if (asked === `POST issues/${pull}/comments`) {
      if (sent.body.length > 65_536) return json(422, { message: 'Validation Failed: body is too long' })
      comments.push({ id: nextId++, body: sent.body, user: botUser })
      return json(201, comments.at(-1))
    }
    const [, id] = /^issues\/comments\/(\d+)$/.exec(path) ?? []
    const holder = Object.values(state.comments).find(list => list.some(one => one.id === Number(id)))
    if (id && !holder) return json(404, { message: 'Not Found' })
    const found = holder?.find(one => one.id === Number(id))
    if (asked.startsWith('PATCH') && found) return json(200, Object.assign(found, sent))
    if (asked.startsWith('DELETE') && holder && found) {
      holder.splice(holder.indexOf(found), 1)
      return json(204)
    }
    const labelled = state.pulls.find(one => one.number === Number(pull))
    if (asked === `POST issues/${pull}/labels` && labelled) {
      labelled.labels.push(...sent.labels.map((name: string) => ({ name })))
      return json(200, labelled.labels)
    }
    const [, label] = /^issues\/\d+\/labels\/(.+)$/.exec(path) ?? []
    const at = labelled?.labels.findIndex(({ name }) => name === decodeURIComponent(label ?? '')) ?? -1
    if (request.method === 'DELETE' && at >= 0) return json(200, labelled?.labels.splice(at, 1))
    return json(404, { message: 'Not Found' })
  })
  const waits: number[] = []
  const pause = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms))
  return { github: openGitHub({ api: address, repository: 'o/r', token: 'token', pause }), address, waits }
}
