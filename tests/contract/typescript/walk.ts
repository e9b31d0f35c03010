// One way through the service with the types that openapi-typescript makes of its document: nothing here is typed by hand.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Status = components["schemas"]["Status"];
type Problem = components["schemas"]["Problem"];

const baseUrl = process.env["PLANTRACK"];
assert(baseUrl, "set PLANTRACK to the address of the service");
const key = process.env["PLANTRACK_KEY"];
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl, headers: key ? { Authorization: `Bearer ${key}` } : {} });

const indicator = await client.POST("/api/v1/indicators", {
  body: { code: "ts-jobs", name_en: "New jobs", name_zh: "新增就业", unit: "万人", measure: "flow", direction: "higher" },
});
assert.equal(indicator.response.status, 201);
assert.equal(indicator.data?.measure, "flow");

const plan = await client.POST("/api/v1/plans", {
  body: { code: "ts-2022", title_en: "A plan", title_zh: "计划", issuer: "tests", period: "2022" },
});
assert.equal(plan.data?.state, "draft");

const target = await client.POST("/api/v1/plans/{plan}/targets", {
  params: { path: { plan: "ts-2022" } },
  body: { indicator: "ts-jobs", target: "60万人以上" },
});
assert.equal(target.response.status, 201);
assert.equal(target.data?.items[0]?.criterion?.kind, "threshold");

const outcome = await client.POST("/api/v1/outcomes", {
  body: { indicator: "ts-jobs", period: "2022", outcome: "71", reported_on: "2023-01-13" },
});
assert.equal(outcome.response.status, 201);

const card = await client.GET("/api/v1/plans/{plan}/completion", {
  params: { path: { plan: "ts-2022" }, query: { on: "2023-01-13", lang: "en" } },
});
assert(card.data);
const first = card.data.indicators[0];
assert(first);
const status: Status = first.status;
assert.equal(status, "achieved");
assert.equal(first.gap, "11");
assert.equal(card.data.summary.headline.by_status.achieved, 1);
assert.match(first.explanation.en ?? "", /^Achieved/);

// What the service has said already is not sent again.
const tag = card.response.headers.get("etag");
assert(tag);
const again = await client.GET("/api/v1/plans/{plan}/completion", {
  params: { path: { plan: "ts-2022" }, query: { on: "2023-01-13", lang: "en" } },
  headers: { "If-None-Match": tag },
});
assert.equal(again.response.status, 304);

// An error is a problem with a stable code.
const missing = await client.GET("/api/v1/plans/{plan}", { params: { path: { plan: "ts-none" } } });
const problem: Problem | undefined = missing.error;
assert.equal(problem?.code, "not-found");
const refused = await client.POST("/api/v1/read/target", {
  body: { phrase: "as much as can be", unit: "%", measure: "rate", direction: "higher" },
});
assert.equal(refused.error?.code, "data-refused");
assert.equal(refused.error?.errors?.[0]?.pointer, "/phrase");

console.log(`typescript: one way through ${baseUrl}, ${card.data.indicators.length} indicator, ${status}`);
