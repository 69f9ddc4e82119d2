import { expect } from 'vitest'
import { row } from '../row.ts'
import { command } from '../workflow.ts'
import { appOf, services } from './units.ts'

const workflow = '.github/workflows/bump-image.yml'

row('TARTWARE-52', 'a new image becomes a pull request', see => {
  const bump = see.yaml(workflow)
  expect(bump.get('on.repository_dispatch.types')).toEqual(['image'])
  expect(command(bump, 'bump-image', 'scripts/bump-image.ts')).toBe('node scripts/bump-image.ts "$APP" "$VERSION"')
  expect(command(bump, 'bump-image', 'scripts/propose.ts')).toMatch(/^node scripts\/propose\.ts "image\/\$APP-/)
  // It edits the one entry of images that dev's overlay of a service has.
  expect(see.text('tests/bump-image.test.ts')).toMatch(
    /bump\('tartware-core-service', '0\.2\.0', \['amd64'\]\)[\s\S]*files\['dev\/tartware-core-service'\]/,
  )
  for (const service of services) {
    const overlay = see.yaml(`overlays/dev/${appOf(service)}/kustomization.yaml`)
    expect(overlay.get('images[0].name')).toBe(`ghcr.io/tartware/${service}`)
    expect(overlay.some('images')).toHaveLength(1)
  }
})
