// Certificates on a tablet whose clock is wrong. Chain and host name are always verified; the dates are judged against
// a floor, a time that has certainly come (when this program was built, or the centre's last time, whichever is later):
// a certificate that ended before the floor is refused, and the tablet's own clock is not consulted, so a tablet in
// 1970 or 2050 still connects. Thread: that of the transfer.
#pragma once

#include <cstdint>

namespace foyer::agent {

// When this program was built (SOURCE_DATE_EPOCH where it is set).
std::int64_t build_time_ms();

// max(build_time_ms(), last_server_ms)
std::int64_t date_floor_ms(std::int64_t last_server_ms);

// `ssl_ctx` is an OpenSSL SSL_CTX, as CURLOPT_SSL_CTX_FUNCTION hands it over.
void judge_dates_against(void* ssl_ctx, std::int64_t floor_ms);

}  // namespace foyer::agent
