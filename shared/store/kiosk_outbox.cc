#include "shared/store/kiosk_store.h"
