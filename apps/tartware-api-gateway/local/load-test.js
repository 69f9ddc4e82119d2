import http from 'k6/http'

// Shares and the goal of docs/operations/capacity.md. A test compares them.
export const goal = 20000
export const shares = { core: 60, settings: 20, reservations: 10, logs: 10 }

// One request of each kind as a tenant makes it: {"core": {"method": "GET", "path": "/…"}, …}; the application's owners know which.
const operations = JSON.parse(open(__ENV.OPERATIONS))
// The gateway limits each client address, so several machines share the goal: `--execution-segment` gives each its part.
const scenario = share => ({
  executor: 'constant-arrival-rate',
  rate: (goal * share) / 100,
  timeUnit: '1s',
  duration: __ENV.DURATION || '10m',
  preAllocatedVUs: (goal * share) / 100 / 2,
  maxVUs: (goal * share) / 50,
})

export const options = {
  scenarios: Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, { ...scenario(share), exec: name }])),
  // As the canaries' judges: below 1 % errors, 95 % below 500 ms. Dropped iterations mean that the machines were too few.
  thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<500'], dropped_iterations: ['count==0'] },
}

const ask = name => {
  const { method, path, body } = operations[name]
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.TOKEN}` }
  http.request(method, `${__ENV.BASE}${path}`, body === undefined ? null : JSON.stringify(body), { headers })
}

export const core = () => ask('core')
export const settings = () => ask('settings')
export const reservations = () => ask('reservations')
export const logs = () => ask('logs')
