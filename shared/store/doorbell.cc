#include "shared/store/doorbell.h"
