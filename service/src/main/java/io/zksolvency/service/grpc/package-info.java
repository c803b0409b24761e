/** The services of zksolvency.v1: plain grpc-java classes that any grpc-java server can host. */
package io.zksolvency.service.grpc;
