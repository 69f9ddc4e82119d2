import { expect } from 'vitest'
import { seconds } from '../quantity.ts'
import { row } from '../row.ts'
import { engine, environments, everything, job, prod, prodReadme, readme, served } from './units.ts'

row('KFM-52', 'the index is not canonical', see => {
  expect(see.section(prodReadme, 'Index rebuild philosophy')).toMatch(/The index is not canonical\. [\s\S]*audited[\s\S]*made again/)
})

row('KFM-53', 'rebuild as a template', see => {
  const one = see.one(everything, 'CronJob', 'vector-index-rebuild')
  expect(one.get('spec.suspend')).toBe(true)
  const client = `${job}.containers[name=client]`
  for (const name of ['DATASET_VERSION', 'EMBEDDING_MODEL_VERSION'])
    expect(one.get(`${client}.env[name=${name}].value`)).toMatch(/^\d+\.\d+\.\d+$/)
  const receipts = one.get(`${client}.env[name=RECEIPT_FOLDER].value`)
  expect(one.get(`${client}.volumeMounts[name=receipts].mountPath`)).toBe(receipts)
  const claim = see.one(everything, 'PersistentVolumeClaim', 'vector-receipts')
  expect(one.get(`${job}.volumes[name=receipts].persistentVolumeClaim.claimName`)).toBe(claim.get('metadata.name'))
  for (const unit of environments)
    expect(see.all(unit, 'CronJob').map(found => found.id)).not.toContain(`${unit}: CronJob vector-index-rebuild`)
})

row('KFM-54', 'state that only prod has', see => {
  expect(see.section(prodReadme, 'Index rebuild philosophy')).toMatch(
    /is no state that only prod has\. [\s\S]*governance review it before it is merged/,
  )
  expect(see.text('.github/pull_request_template.md')).toMatch(
    /^- \[ \] no state comes into being that only prod has .*governance has reviewed it/m,
  )
})

row('KFM-55', 'health', see => {
  const one = engine(see, prod)
  const [namespace, name] = ['namespace', 'name'].map(field => one.get(`metadata.${field}`))
  expect(one.get('spec.template.metadata.labels.app')).toBe('vector')
  const said = see.section(readme, 'Health')
  for (const command of [`get pods -l app=vector`, `describe statefulset/${name}`, `logs statefulset/${name} --tail=200`])
    expect(said).toContain(`kubectl -n ${namespace} ${command}`)
})

row('KFM-56', 'scaling', see => {
  expect(engine(see, prod).get('spec.replicas')).toBe(3)
  expect(see.section(readme, 'Scale')).toMatch(
    /patches\/replicas\.yaml.[\s\S]*pull request\. Under break-glass\s+only: .kubectl -n kfm-vector scale statefulset\/vector --replicas=3./,
  )
})

row('KFM-57', 'rolling restart', see => {
  expect(engine(see, prod).get('spec.updateStrategy.type')).toBe('RollingUpdate')
  expect(see.section(readme, 'Restart')).toMatch(/rollout restart statefulset\/vector.[\s\S]*rollout status statefulset\/vector./)
  for (const unit of served) {
    const [lasts, early] = ['duration', 'renewBefore'].map(field =>
      seconds(see.one(unit, 'Certificate', 'vector-tls').get(`spec.${field}`)),
    )
    // A pod that starts just before a renewal has 120 days; the alert asks for a restart after 90.
    expect([Number(lasts) / 86400, Number(early) / 86400]).toEqual([365, 120])
    const due = see.one(unit, 'PrometheusRule', 'vector-tls').get('spec.groups[0].rules[0].expr')
    expect(due).toBe('time() - kube_pod_start_time{namespace="kfm-vector", pod=~"vector-[0-9]+"} > 90 * 86400')
  }
})
