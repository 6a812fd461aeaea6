#include "sync/server/http/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace foyer::server {

Result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max) {
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return Error{Fault::full, "no memory for a compressed body"};
  std::string out;
  std::array<char, 16 * 1024> chunk{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  int state = Z_OK;
  while (state == Z_OK && out.size() <= bytes_max) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  const bool is_whole = state == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > bytes_max) return Error{Fault::full, "the body is too large after inflating"};
  if (!is_whole) return Error{Fault::invalid, "the body is not a complete gzip stream"};
  return out;
}

}  // namespace foyer::server
