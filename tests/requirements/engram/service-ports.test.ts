import { expect } from 'vitest'
import { portNumber } from '../pods.ts'
import { row } from '../row.ts'
import { everywhere, headless, service, set } from './units.ts'

row('ENGRAM-201', 'target ports exist', see => {
  for (const unit of everywhere)
    for (const one of [service(see, unit), headless(see, unit)])
      expect(
        one.get<{ port: number; targetPort: string; name: string; protocol: string }[]>('spec.ports').map(port => {
          expect([port.name, port.protocol]).toEqual([port.targetPort, 'TCP'])
          return [port.port, portNumber(set(see, unit), port.targetPort)]
        }),
      ).toEqual([
        [7432, 7432],
        [50051, 50051],
      ])
})
