// A linked list walked in place: what getaddrinfo gives is C's, and is read where it lies until freeaddrinfo takes it back.
'use strict';

const ffi = require('ffi-native');

const { functions, types } = ffi.dlopen(
  null,
  `struct sockaddr { unsigned short sa_family; unsigned char sa_data[14]; };
   struct addrinfo {
     int ai_flags, ai_family, ai_socktype, ai_protocol;
     unsigned ai_addrlen;
     struct sockaddr *ai_addr;
     char *ai_canonname;
     struct addrinfo *ai_next;
   };
   int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res);
   void freeaddrinfo(struct addrinfo *res);
   string gai_strerror(int);`,
);

class Address extends ffi.viewClass(types.addrinfo) {
  /** An IPv4 address lies behind the port. */
  get host() {
    return this.ai_addr.view().sa_data.slice(2, 6).join('.');
  }

  get port() {
    const [high, low] = this.ai_addr.view().sa_data;
    return 256 * high + low;
  }
}

const AF_INET = 2;
const AI_NUMERICHOST = 4;
const result = ffi.alloc('struct addrinfo *');
const status = functions.getaddrinfo('127.0.0.1', '8080', { ai_flags: AI_NUMERICHOST, ai_family: AF_INET }, result);
if (status !== 0) throw new Error(functions.gai_strerror(status));

for (let at = result.value; at !== 0n; ) {
  const address = Address.at(at);
  console.log(`${address.host}:${address.port}, socket type ${address.ai_socktype}`);
  at = address.ai_next?.address ?? 0n;
}
functions.freeaddrinfo(result.value);
