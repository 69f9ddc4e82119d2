import { check } from 'k6'
import http from 'k6/http'

// 1000 connections are the goal; max_concurrent_queries (100) is another number: how many queries the server runs at a time.
export const options = {
  scenarios: { remember: { executor: 'constant-vus', vus: 1000, duration: __ENV.DURATION } },
  thresholds: { http_req_failed: ['rate<0.01'] }, // chosen: the error goal of the other APIs here
}

const address = `${__ENV.ENGRAM_URL}/api/v1/memories/remember`
const headers = { 'Content-Type': 'application/json' }

export default () => {
  const body = JSON.stringify({ content: `load test ${__VU}-${__ITER}`, confidence: 0.9 })
  check(http.post(address, body, { headers }), { 'is stored': response => response.status >= 200 && response.status < 300 })
}
