/**
 * JSON over HTTP for the methods of the gRPC services, as their google.api.http annotations say:
 * the same service objects behind the same interceptors.
 */
package io.zksolvency.service.http;
