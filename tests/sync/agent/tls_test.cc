// TLS as tablets meet it: the chain and the host are always verified, dates against the floor and never against a
// clock. The authority and its certificates are made here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <csignal>
#include <memory>

#include "shared/base/clock.h"
#include "sync/agent/http_transport.h"
#include "tests/support/process.h"
#include "tests/sync/agent/raw_server.h"

namespace foyer::agent {
namespace {

template <auto free_it>
struct Free {
  template <typename T>
  void operator()(T* thing) const {
    free_it(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

std::int64_t utc(const char* text) { return *parse_utc(text); }

Key make_key() { return Key(EVP_EC_gen("P-256")); }

void add_extension(X509* certificate, int nid, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

struct Signer {
  Key key = make_key();
  Certificate certificate;
};

Certificate sign(const std::string& name, EVP_PKEY* key, const Signer* by, std::int64_t from_ms, std::int64_t to_ms,
                 const char* alternative) {
  Certificate out(X509_new());
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), by == nullptr ? 1 : 2);
  ASN1_TIME_set(X509_getm_notBefore(out.get()), from_ms / 1000);
  ASN1_TIME_set(X509_getm_notAfter(out.get()), to_ms / 1000);
  X509_set_pubkey(out.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509* issuer = by == nullptr ? out.get() : by->certificate.get();
  X509_set_issuer_name(out.get(), X509_get_subject_name(issuer));
  add_extension(out.get(), NID_basic_constraints, by == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  if (alternative != nullptr) add_extension(out.get(), NID_subject_alt_name, alternative);
  X509_sign(out.get(), by == nullptr ? key : by->key.get(), EVP_sha256());
  return out;
}

Signer make_authority() {
  Signer out;
  out.certificate = sign("Test authority", out.key.get(), nullptr, utc("2000-01-01T00:00:00.000Z"),
                         utc("2090-01-01T00:00:00.000Z"), nullptr);
  return out;
}

void write_pem(const Signer& signer, const std::string& file) {
  std::FILE* out = std::fopen(file.c_str(), "w");
  ASSERT_NE(out, nullptr);
  PEM_write_X509(out, signer.certificate.get());
  std::fclose(out);
}

// One answer for each connection.
class TlsServer {
 public:
  TlsServer(const Signer& authority, const char* from, const char* to, const char* alternative = "IP:127.0.0.1")
      : context_(SSL_CTX_new(TLS_server_method())), key_(make_key()) {
    const Certificate certificate = sign("Centre", key_.get(), &authority, utc(from), utc(to), alternative);
    SSL_CTX_use_certificate(context_, certificate.get());
    SSL_CTX_use_PrivateKey(context_, key_.get());
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0)
      std::abort();
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    is_stopping_ = true;
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  const std::string& url() const { return url_; }
  // What the last request began with. REQUIRES: it was answered
  const std::string& seen() const { return seen_; }

 private:
  void serve() {
    while (!is_stopping_) {
      pollfd one{listener_, POLLIN, 0};
      if (::poll(&one, 1, 10) <= 0) continue;
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      SSL* ssl = SSL_new(context_);
      SSL_set_fd(ssl, fd);
      char block[4096];
      if (int bytes = 0; SSL_accept(ssl) == 1 && (bytes = SSL_read(ssl, block, sizeof block)) > 0) {
        seen_.assign(block, static_cast<std::size_t>(bytes));
        const std::string reply = RawServer::reply(200, "{}", "application/json", "Connection: close\r\n");
        SSL_write(ssl, reply.data(), static_cast<int>(reply.size()));
        SSL_shutdown(ssl);
      }
      SSL_free(ssl);
      ::close(fd);
    }
  }

  SSL_CTX* context_;
  Key key_;
  int listener_ = -1;
  std::string url_;
  std::string seen_;
  std::atomic<bool> is_stopping_{false};
  std::thread thread_;
};

class Tls : public testing::Test {
 protected:
  Tls() {
    std::signal(SIGPIPE, SIG_IGN);  // the server's side of a refused handshake
    write_pem(authority_, ca_file());
  }
  std::string ca_file() const { return dir_.path().string() + "/ca.pem"; }

  Result<HttpReply> ask(const TlsServer& server, const char* floor, const std::string& ca,
                        const std::string& body = "") const {
    HttpTransport transport("test");
    transport.connect_to({server.url(), ca, utc(floor)});
    HttpRequest request;
    request.target = "/v1/health";
    request.is_post = !body.empty();
    request.body = body;
    transport.start(request);
    for (int i = 0; i < 100; ++i) {
      for (Exchange& done : transport.wait(100, {})) return std::move(done.reply);
    }
    return Error{Fault::timeout, "the test gave up"};
  }
  Result<HttpReply> ask(const TlsServer& server, const char* floor) const { return ask(server, floor, ca_file()); }

  support::TempDir dir_;
  Signer authority_ = make_authority();
};

TEST_F(Tls, AGoodCertificateIsTaken) {
  const TlsServer server(authority_, "2026-01-01T00:00:00.000Z", "2028-01-01T00:00:00.000Z");
  const auto reply = ask(server, "2027-01-01T00:00:00.000Z");
  EXPECT_TRUE(reply.ok()) << reply.error().detail;
}

TEST_F(Tls, ALargeBodyTravelsPacked) {
  const TlsServer server(authority_, "2026-01-01T00:00:00.000Z", "2028-01-01T00:00:00.000Z");
  ASSERT_TRUE(ask(server, "2027-01-01T00:00:00.000Z", ca_file(), std::string(100'000, 'x')).ok());
  EXPECT_THAT(server.seen(), testing::HasSubstr("\r\nContent-Encoding: gzip\r\n"));
  ASSERT_TRUE(ask(server, "2027-01-01T00:00:00.000Z", ca_file(), "{}").ok());
  EXPECT_THAT(server.seen(), testing::Not(testing::HasSubstr("Content-Encoding")));
}

// To a tablet whose clock stands in 2050 this certificate has ended long ago; to one in 1970 it has not begun.
TEST_F(Tls, TheTabletsOwnClockIsNotAsked) {
  const TlsServer ended_for_our_clock(authority_, "2001-01-01T00:00:00.000Z", "2002-01-01T00:00:00.000Z");
  EXPECT_TRUE(ask(ended_for_our_clock, "2001-06-01T00:00:00.000Z").ok());
  const TlsServer not_begun_for_our_clock(authority_, "2080-01-01T00:00:00.000Z", "2082-01-01T00:00:00.000Z");
  EXPECT_TRUE(ask(not_begun_for_our_clock, "2026-01-01T00:00:00.000Z").ok());
}

TEST_F(Tls, ACertificateThatEndedBeforeTheFloorIsRefused) {
  const TlsServer server(authority_, "2024-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z");
  const auto reply = ask(server, "2025-06-01T00:00:00.000Z");
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::offline);
}

TEST_F(Tls, AnotherAuthorityIsRefused) {
  const Signer stranger = make_authority();
  const TlsServer server(stranger, "2026-01-01T00:00:00.000Z", "2080-01-01T00:00:00.000Z");
  EXPECT_FALSE(ask(server, "2027-01-01T00:00:00.000Z").ok());
  const TlsServer ours(authority_, "2026-01-01T00:00:00.000Z", "2080-01-01T00:00:00.000Z");
  EXPECT_FALSE(ask(ours, "2027-01-01T00:00:00.000Z", "").ok()) << "an authority that the system does not know";
}

TEST_F(Tls, AnotherHostsCertificateIsRefused) {
  const TlsServer server(authority_, "2080-01-01T00:00:00.000Z", "2082-01-01T00:00:00.000Z", "DNS:foyer.example.org");
  EXPECT_FALSE(ask(server, "2027-01-01T00:00:00.000Z").ok());
}

TEST_F(Tls, AMissingAuthorityFileIsASettingsMistake) {
  const TlsServer server(authority_, "2026-01-01T00:00:00.000Z", "2080-01-01T00:00:00.000Z");
  const auto reply = ask(server, "2027-01-01T00:00:00.000Z", dir_.path().string() + "/none.pem");
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::refused);
}

}  // namespace
}  // namespace foyer::agent
