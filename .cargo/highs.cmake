# Read by CMake for HiGHS: its 240 files in some 20 units, which takes half the time that one after the other takes.
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)
