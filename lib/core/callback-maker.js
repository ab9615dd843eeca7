// How callbacks are made: their module says so when it is loaded, for the libraries that are below it.
'use strict';

/** @type {(type: any, fn: any, options: any) => {close(): void}} */
let make;

/** @param {typeof make} maker */
function setCallbackMaker(maker) {
  make = maker;
}

/** @type {typeof make} */
const makeCallback = (type, fn, options) => make(type, fn, options);

module.exports = { setCallbackMaker, makeCallback };
