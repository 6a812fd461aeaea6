#include "shared/store/data_dir.h"
