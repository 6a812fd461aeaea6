#include "sync/agent/sha256.h"

#include <openssl/evp.h>

namespace foyer::agent {

std::string hex(const Sha256& digest) {
  std::string text;
  for (const unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 15U];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest{};
  unsigned int length = 0;
  const bool is_made = EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1;
  return is_made ? hex(digest) : std::string();
}

}  // namespace foyer::agent
