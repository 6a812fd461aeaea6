#include "kiosk/platform/font_cache.h"

#include <imgui.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <type_traits>

#include "shared/base/log.h"

namespace foyer::platform {
namespace {

constexpr char kMagic[8] = {'F', 'O', 'Y', 'E', 'R', 'F', 'A', '1'};
// Far more than eight faces with every script of Europe need.
constexpr std::uint32_t kSideMax = 8192;
constexpr std::uint32_t kFontsMax = 256;
constexpr std::uint32_t kGlyphsMax = 65'536;

struct Head {
  char magic[8];
  std::uint64_t key;
  std::uint64_t checksum;
};

std::uint64_t checksum_of(const char* bytes, std::size_t size) {
  std::uint64_t sum = 0x9E3779B97F4A7C15U ^ size;
  for (std::size_t i = 0; i < size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, std::min<std::size_t>(8, size - i));
    sum = (sum ^ word) * 0xD6E8FEB86659FD93U;
    sum ^= sum >> 32;
  }
  return sum;
}

struct Glyph {
  std::uint32_t code_point;
  float x0, y0, x1, y1, u0, v0, u1, v1, advance;
};

struct FontHead {
  float size, ascent, descent;
  std::uint32_t glyphs;
};

class Writer {
 public:
  template <typename T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put_bytes(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Reads past the end give zeroes and make ok() false.
class Reader {
 public:
  Reader(const char* bytes, std::size_t size) : at_(bytes), left_(size) {}

  template <typename T>
  T take() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    take_bytes(&value, sizeof value);
    return value;
  }
  void take_bytes(void* to, std::size_t size) {
    if (size > left_) {
      is_ok_ = false;
      return;
    }
    std::memcpy(to, at_, size);
    at_ += size;
    left_ -= size;
  }
  std::size_t left() const { return left_; }
  bool ok() const { return is_ok_; }

 private:
  const char* at_;
  std::size_t left_;
  bool is_ok_ = true;
};

ImFont* take_font(Reader& reader, ImFontAtlas& atlas) {
  const auto head = reader.take<FontHead>();
  if (head.glyphs > kGlyphsMax || head.glyphs * sizeof(Glyph) > reader.left()) return nullptr;
  ImFont* font = IM_NEW(ImFont)();
  atlas.Fonts.push_back(font);
  font->ContainerAtlas = &atlas;
  font->FontSize = head.size;
  font->Ascent = head.ascent;
  font->Descent = head.descent;
  font->Glyphs.reserve(static_cast<int>(head.glyphs));
  for (std::uint32_t i = 0; i < head.glyphs; ++i) {
    const auto g = reader.take<Glyph>();
    if (g.code_point > IM_UNICODE_CODEPOINT_MAX) return nullptr;
    font->AddGlyph(nullptr, static_cast<ImWchar>(g.code_point), g.x0, g.y0, g.x1, g.y1, g.u0, g.v0, g.u1, g.v1,
                   g.advance);
  }
  font->BuildLookupTable();
  return font;
}

bool take_atlas(Reader& reader, ImFontAtlas& atlas, FontSet& set) {
  const auto width = reader.take<std::uint32_t>();
  const auto height = reader.take<std::uint32_t>();
  if (width == 0 || height == 0 || width > kSideMax || height > kSideMax) return false;
  atlas.TexUvWhitePixel = reader.take<ImVec2>();
  reader.take_bytes(atlas.TexUvLines, sizeof atlas.TexUvLines);
  const auto patches = reader.take<std::uint32_t>();
  if (patches > kFontsMax) return false;
  for (std::uint32_t i = 0; i < patches; ++i) set.patches.push_back(reader.take<PatchUv>());
  const auto fonts = reader.take<std::uint32_t>();
  if (fonts == 0 || fonts > kFontsMax) return false;
  for (std::uint32_t i = 0; i < fonts; ++i) {
    ImFont* font = take_font(reader, atlas);
    if (font == nullptr) return false;
    set.fonts.push_back(font);
  }
  auto texture = std::make_unique<Texture>();
  texture->width = static_cast<int>(width);
  texture->height = static_cast<int>(height);
  texture->pixels.resize(std::size_t{width} * height);
  reader.take_bytes(texture->pixels.data(), texture->pixels.size());
  atlas.TexWidth = texture->width;
  atlas.TexHeight = texture->height;
  atlas.TexUvScale = ImVec2(1.0F / static_cast<float>(width), 1.0F / static_cast<float>(height));
  set.texture = std::move(texture);
  return reader.ok() && reader.left() == 0;
}

}  // namespace

bool read_font_cache(const std::filesystem::path& file, std::uint64_t key, ImFontAtlas& atlas, FontSet& set) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return false;
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
  if (size < sizeof(Head) || size > std::size_t{kSideMax} * kSideMax * 2) return false;
  std::string bytes(size, '\0');
  in.seekg(0);
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return false;
  Head head{};
  std::memcpy(&head, bytes.data(), sizeof head);
  const char* body = bytes.data() + sizeof head;
  const std::size_t body_size = size - sizeof head;
  if (std::memcmp(head.magic, kMagic, sizeof kMagic) != 0 || head.key != key) return false;
  if (checksum_of(body, body_size) != head.checksum) return false;
  Reader reader(body, body_size);
  if (!take_atlas(reader, atlas, set)) {
    atlas.Clear();
    set = {};
    return false;
  }
  atlas.TexReady = true;
  return true;
}

void write_font_cache(const std::filesystem::path& file, std::uint64_t key, const ImFontAtlas& atlas,
                      const FontSet& set) {
  Writer body;
  body.put(static_cast<std::uint32_t>(set.texture->width));
  body.put(static_cast<std::uint32_t>(set.texture->height));
  body.put(atlas.TexUvWhitePixel);
  body.put_bytes(atlas.TexUvLines, sizeof atlas.TexUvLines);
  body.put(static_cast<std::uint32_t>(set.patches.size()));
  for (const PatchUv& patch : set.patches) body.put(patch);
  body.put(static_cast<std::uint32_t>(set.fonts.size()));
  for (const ImFont* font : set.fonts) {
    body.put(FontHead{font->FontSize, font->Ascent, font->Descent, static_cast<std::uint32_t>(font->Glyphs.Size)});
    for (const ImFontGlyph& g : font->Glyphs) {
      body.put(Glyph{g.Codepoint, g.X0, g.Y0, g.X1, g.Y1, g.U0, g.V0, g.U1, g.V1, g.AdvanceX});
    }
  }
  body.put_bytes(set.texture->pixels.data(), set.texture->pixels.size());

  Head head{};
  std::memcpy(head.magic, kMagic, sizeof kMagic);
  head.key = key;
  head.checksum = checksum_of(body.bytes().data(), body.bytes().size());
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  const std::filesystem::path beside = file.string() + ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(&head), sizeof head);
  out.write(body.bytes().data(), static_cast<std::streamsize>(body.bytes().size()));
  out.close();
  if (out) std::filesystem::rename(beside, file, error);
  if (out && !error) return;
  std::filesystem::remove(beside, error);  // on a full disk its bytes are those that the next check-in needs
  log_warning("the glyph cache could not be written; the next start renders the glyphs again");
}

}  // namespace foyer::platform
