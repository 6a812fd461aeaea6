// One message as SMTP takes it (RFC 5322, RFC 2047): who it is from and for, header lines, and the words. Everything
// that a person has typed is encoded, so that no name can end a header line or begin another. Values and pure
// functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time_zone.h"
#include "sync/server/core/host_mail.h"

namespace foyer::server {

struct Message {
  std::string from;  // bare addresses
  std::string to;
  std::vector<std::string> headers;  // without line ends
  std::string words;                 // UTF-8 with \n
};

// "Ada Example" or =?UTF-8?B?…?=, for one header line; longer names are cut.
std::string encoded_name(std::string_view name);

// The whole of it as SMTP's DATA takes it, before dot-stuffing: lines end with CRLF, the words are base64.
std::string to_text(const Message& message);

// The same visit has the same Message-ID however often it is sent. `zone`: of the host's site; null: UTC.
Message compose(const Notice& notice, const std::string& from, const TimeZone* zone, std::int64_t now_ms);

}  // namespace foyer::server
