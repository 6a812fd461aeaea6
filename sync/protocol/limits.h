// Every limit of the protocol, with its reason. Both sides keep them; the server's stand in each push reply as well, so
// a tablet never has to guess. Constants.
#pragma once

#include <cstddef>
#include <cstdint>

namespace foyer::protocol {

// One push: small enough to be merged in one short transaction (other tablets wait for it), large enough that a tablet
// with 50,000 waiting check-ins needs 250 of them.
inline constexpr int kPushOpsMax = 200;
// A body after inflating. 200 ops of ordinary size are 100 KiB; one op with a 64 KiB field still fits.
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
// A body as it travels: against a gzip bomb the ratio does not matter, the first limit does; this one bounds the
// buffer.
inline constexpr std::size_t kWireBytesMax = 1024 * 1024;
// Request line and headers: ours are below 400 bytes.
inline constexpr std::size_t kHeaderBytesMax = 8 * 1024;

// One page of the feed: about 150 KiB of JSON, parsed and stored in a few milliseconds on a tablet.
inline constexpr int kPullRowsDefault = 500;
inline constexpr int kPullRowsMax = 2000;
// A page ends with the row that reaches this: a quarter of what a tablet accepts (wire::kPullBytesMax), so that one row
// more, the page's own members and a later, more generous row still fit.
inline constexpr std::size_t kPageBytes = 2 * 1024 * 1024;
// Long poll: below the 30 s after which proxies and mobile networks drop a silent connection.
inline constexpr int kPullWaitMaxS = 25;
// When a tablet cannot hold a connection open, it asks this often.
inline constexpr std::int64_t kNextPollMs = 20'000;

// A field of a contact: generous for an address, hostile beyond it.
inline constexpr std::size_t kFieldBytesMax = 64 * 1024;
inline constexpr std::size_t kFieldNameBytesMax = 64;
// Fields of one op: four are known today; the rest is room for newer tablets.
inline constexpr std::size_t kFieldsMax = 32;
inline constexpr std::size_t kHostBytesMax = 4 * 1024;
// Fields of one contact beyond those that this version knows, over all its ops: their number, and the bytes of their
// names and values. Twice that (JSON escapes) and the known fields stay below wire::kRowBytesMax, so a tablet can read
// every contact; a form with more fields than this is an attack.
inline constexpr std::size_t kContactExtraFieldsMax = 64;
inline constexpr std::size_t kContactExtraBytesMax = 64 * 1024;

// An enrolment code: typed by hand within minutes, so ten characters of 32 (50 bits) with a short life are enough.
inline constexpr int kEnrolCodeLength = 10;
inline constexpr std::int64_t kEnrolCodeLifeMs = 10 * 60 * 1000;
// Wrong codes from anybody within one minute, before the door closes for the rest of it: far more than people mistype,
// far fewer than it takes to search.
inline constexpr int kEnrolTriesPerMinute = 30;
inline constexpr std::size_t kDeviceNameBytesMax = 200;

// Clock anchors kept for each tablet: one for each of its last boots.
inline constexpr int kAnchorsPerDevice = 8;

}  // namespace foyer::protocol
