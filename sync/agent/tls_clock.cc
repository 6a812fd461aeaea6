#include "sync/agent/tls_clock.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <ctime>

namespace foyer::agent {
namespace {

// OpenSSL checks both dates against the floor. "Not yet valid" then only means that the certificate is younger than the
// floor, which is what every renewed certificate is.
int tolerate_young(int ok, X509_STORE_CTX* context) {
  if (ok == 1) return 1;
  if (X509_STORE_CTX_get_error(context) != X509_V_ERR_CERT_NOT_YET_VALID) return 0;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

}  // namespace

std::int64_t build_time_ms() { return std::int64_t{FOYER_BUILD_TIME_S} * 1000; }

std::int64_t date_floor_ms(std::int64_t last_server_ms) { return std::max(build_time_ms(), last_server_ms); }

void judge_dates_against(void* ssl_ctx, std::int64_t floor_ms) {
  auto* context = static_cast<SSL_CTX*>(ssl_ctx);
  X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(context), static_cast<std::time_t>(floor_ms / 1000));
  SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), &tolerate_young);
}

}  // namespace foyer::agent
