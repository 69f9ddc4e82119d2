import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { compatibility, readme, withStore } from './units.ts'

row('ATLAS-61', 'which producer fits which image', see => {
  const versions = cells(see.section(compatibility, 'Versions')).map(([version]) => version)
  for (const unit of withStore)
    expect(versions).toContain(see.yaml(`${unit}/kustomization.yaml`).get('images[name=ghcr.io/bijux/bijux-atlas].newTag'))
  expect(see.section(readme, 'Compatibility')).toContain('](../../docs/compatibility/bijux-dna-atlas.md)')
})
