#include "sync/agent/wipe_proof.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>

#include "shared/wire/error_reply.h"
#include "sync/agent/sha256.h"

namespace foyer::agent {
bool is_wipe_proof(std::string_view proof, const store::Enrolment& enrolment) {
  Sha256 key{};
  Sha256 expected{};
  unsigned int length = 0;
  const std::string message = std::string(wire::kWipeMessage) + enrolment.device.text();
  const bool is_made =
      EVP_Digest(enrolment.token.data(), enrolment.token.size(), key.data(), &length, EVP_sha256(), nullptr) == 1 &&
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), expected.data(), &length) != nullptr;
  const std::string text = hex(expected);
  return is_made && proof.size() == text.size() && CRYPTO_memcmp(proof.data(), text.data(), text.size()) == 0;
}

}  // namespace foyer::agent
