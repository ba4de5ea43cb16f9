// Talks to the Explore face with @opendatasoft/api-client from npm, unchanged:
// catalogue, records, groups, facets, exports and the classes of its errors.
//
// usage: node explore.mjs http://127.0.0.1:8080
// Ends with a line "N passed, N failed". Needs npm ci in this folder.
let client
try {
  client = await import('@opendatasoft/api-client')
} catch {
  console.error('@opendatasoft/api-client is missing: npm ci; NOT PROVED')
  process.exit(3)
}
const { ApiClient, fromCatalog, field, string, all, one, not, NotFoundError, UserError } = client.default ?? client
let passed = 0, failed = 0
function check(name, ok, detail = '') {
  ok ? passed++ : failed++
  console.log(ok ? 'ok  ' : 'FAIL', name, ok ? '' : JSON.stringify(detail))
}
async function rejects(name, kind, call) {
  try { check(name, false, await call()) } catch (err) { check(name, err instanceof kind, String(err)) }
}
const api = new ApiClient({ domain: process.argv[2], apiKey: 'a key nobody checks' })
const { results: list, total_count: total } = await api.get(fromCatalog().datasets().limit(100))
check('the catalogue is listed whole', list.length === total && total > 5, total)
for (const d of list) {
  const one = await api.get(fromCatalog().dataset(d.dataset_id).itself())
  check(`dataset ${d.dataset_id}`, one.dataset_id === d.dataset_id && one.metas.default.title && Array.isArray(one.fields))
  if (!one.has_records) continue
  const page = await api.get(fromCatalog().dataset(d.dataset_id).records().limit(2))
  check(`records ${d.dataset_id}`, page.total_count === one.metas.default.records_count && page.results.length === Math.min(2, page.total_count), page.total_count)
  check(`fields ${d.dataset_id}`, one.fields.every(f => f.name in page.results[0]))
}
const units = () => fromCatalog().dataset('units')
const where = all(`${field('level')} = ${string('commune')}`, not(`${field('name_vi')} is null`))
const pages = []
for (let offset = 0; ; offset += 20) {
  const { results } = await api.get(units().records().where(where).select('statement_id,name_vi').orderBy('-name_vi').limit(20).offset(offset))
  pages.push(...results)
  if (results.length < 20) break
}
const whole = await api.get(units().export('json').where(where).select('statement_id,name_vi').orderBy('-name_vi'))
check('pages concatenate to the export', pages.length > 10 && JSON.stringify(pages) === JSON.stringify(whole), [pages.length, whole.length])
const groups = await api.get(units().records().select('level, count(*) as n').groupBy('level').orderBy('n desc').limit(100))
const facets = await api.get(units().facets().facet('level'))
const counted = Object.fromEntries(facets.facets[0].facets.map(f => [f.value, f.count]))
check('groups and facets count alike', groups.results.length > 1 && groups.results.filter(g => g.level).every(g => counted[g.level] === g.n), counted)
const refined = await api.get(units().records().refine('level:ward').limit(0))
check('refine', refined.total_count === counted.ward, refined.total_count)
const either = await api.get(units().records().where(one('level = "ward"', 'level = "commune"')).limit(0))
check('or', either.total_count === counted.ward + counted.commune, either.total_count)
const words = await api.get(units().records().where(string('hong linh')).limit(1))
check('words without marks', words.total_count > 0)
check('facets of the catalogue', (await api.get(fromCatalog().facets())).facets.length > 3)
check('export of the catalogue', (await api.get(fromCatalog().export('json'))).length === total)
await rejects('an unknown dataset is NotFoundError', NotFoundError, () => api.get(fromCatalog().dataset('nothing').itself()))
await rejects('limit=101 is UserError', UserError, () => api.get(units().records().limit(101)))
await rejects('bad ODSQL is UserError', UserError, () => api.get(units().records().where('garbage==')))
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
