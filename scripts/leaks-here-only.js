// Jest's global setup under sanitizers: leaks are looked for in the process of the tests, which has read its options already.
// The Nodes that tests start end as they like, and V8 leaves much behind that its own end would have freed.
'use strict';

module.exports = () => {
  process.env.ASAN_OPTIONS += ':detect_leaks=0';
};
