import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, get, patch } from '../../../scripts/lib/e2e/objects.ts'
import { makeSet } from './application-set.ts'
import { configMap } from './manifests.ts'
import { applicationRef, makeApp, patience, type World } from './place.ts'
import { files } from './small-repo.ts'

const value = (text: string): ReturnType<typeof configMap> => configMap('release', { text })

export const revisionByTag = (world: () => World): void => {
  test.concurrent('a tag: what is merged reaches the cluster when a line names the next tag; a branch: at once', async () => {
    const repo = world().repo('revision')
    const first = repo.commit(files('app', value('1')))
    repo.tag('v1.0.0')
    const branch = await makeApp(world(), 'revision-branch', repo)
    const tag = await makeApp(world(), 'revision-tag', repo, { revision: 'v1.0.0' })
    const running = async (app: typeof tag): Promise<string> => (await get(world().api, app.of(value('')))).data.text
    await Promise.all([branch.synced(first), tag.synced(first)])

    const second = repo.commit(files('app', value('2')))
    await branch.synced(second)
    expect((await tag.compared()).status.sync).toMatchObject({ status: 'Synced', revision: first })
    expect([await running(branch), await running(tag)]).toEqual(['2', '1'])

    repo.tag('v1.1.0')
    expect((await tag.compared()).status.sync.revision).toBe(first)
    await patch(world().api, applicationRef('revision-tag'), { spec: { source: { targetRevision: 'v1.1.0' } } })
    await tag.synced(second)
    expect(await running(tag)).toBe('2')
  })

  test.concurrent('a tag that somebody moves is followed; a commit is what it is', async () => {
    const repo = world().repo('moved')
    const first = repo.commit(files('app', value('1')))
    repo.tag('v1.0.0')
    const tag = await makeApp(world(), 'moved-tag', repo, { revision: 'v1.0.0' })
    const commit = await makeApp(world(), 'moved-commit', repo, { revision: first })
    await Promise.all([tag.synced(first), commit.synced(first)])
    const second = repo.commit(files('app', value('2')))
    repo.tag('v1.0.0')
    await tag.synced(second)
    expect((await commit.compared()).status.sync).toMatchObject({ status: 'Synced', revision: first })
  })

  test.concurrent('an ApplicationSet by tag: a unit merged later has no Application until the set names the next tag', async () => {
    const name = 'set-tag'
    const repo = world().repo(name)
    repo.commit(files('units/one', value('1')))
    repo.tag('v1.0.0')
    const set = await makeSet(world(), name, repo, {}, { revision: 'v1.0.0' })
    await eventually(async () => expect(await find(world().api, applicationRef(`one-${name}`))).toBeDefined(), patience)
    repo.commit(files('units/two', configMap('two', {})))
    repo.tag('v1.1.0')
    for (const _ of [1, 2]) await set.compared()
    expect(await find(world().api, applicationRef(`two-${name}`))).toBeUndefined()
    await makeSet(world(), name, repo, {}, { revision: 'v1.1.0' })
    await eventually(async () => expect(await find(world().api, applicationRef(`two-${name}`))).toBeDefined(), patience)
  })
}
