/**
 * Structures of Windows 10 2004/20H2/21H1 x64 (build 19041): name and size in hex, then offset, field and type as `dt` prints it.
 * Only fields with a published source; padding is left out.
 * @source Microsoft's public type data, by way of the Volatility profiles; published dt transcripts of the build; published definitions of the loader's structures
 */
export const WIN10_X64 = `
_KPCR b080
  000 NtTib                         _NT_TIB
  000 GdtBase                       Ptr64 _KGDTENTRY64
  008 TssBase                       Ptr64 _KTSS64
  010 UserRsp                       Uint8B
  018 Self                          Ptr64 _KPCR
  020 CurrentPrcb                   Ptr64 _KPRCB
  028 LockArray                     Ptr64 _KSPIN_LOCK_QUEUE
  030 Used_Self                     Ptr64 Void
  038 IdtBase                       Ptr64 _KIDTENTRY64
  040 Unused                        [2] Uint8B
  050 Irql                          UChar
  051 SecondLevelCacheAssociativity UChar
  052 ObsoleteNumber                UChar
  054 Unused0                       [3] Uint4B
  060 MajorVersion                  Uint2B
  062 MinorVersion                  Uint2B
  064 StallScaleFactor              Uint4B
  068 Unused1                       [3] Ptr64 Void
  080 KernelReserved                [15] Uint4B
  0bc SecondLevelCacheSize          Uint4B
  0c0 HalReserved                   [16] Uint4B
  100 Unused2                       Uint4B
  108 KdVersionBlock                Ptr64 Void
  110 Unused3                       Ptr64 Void
  118 PcrAlign1                     [24] Uint4B
  180 Prcb                          _KPRCB

_KPRCB af00
  000 MxCsr                           Uint4B
  004 LegacyNumber                    UChar
  005 ReservedMustBeZero              UChar
  006 InterruptRequest                UChar
  007 IdleHalt                        UChar
  008 CurrentThread                   Ptr64 _KTHREAD
  010 NextThread                      Ptr64 _KTHREAD
  018 IdleThread                      Ptr64 _KTHREAD
  020 NestingLevel                    UChar
  021 ClockOwner                      UChar
  022 PendingTickFlags                UChar
  022 PendingTick                     Pos 0, 1 Bit
  022 PendingBackupTick               Pos 1, 1 Bit
  023 IdleState                       UChar
  024 Number                          Uint4B
  028 RspBase                         Uint8B
  030 PrcbLock                        Uint8B
  038 PriorityState                   Ptr64 UChar
  040 CpuType                         UChar
  041 CpuID                           UChar
  042 CpuStep                         Uint2B
  042 CpuStepping                     UChar
  043 CpuModel                        UChar
  044 MHz                             Uint4B
  048 HalReserved                     [8] Uint8B
  088 MinorVersion                    Uint2B
  08a MajorVersion                    Uint2B
  08c BuildType                       UChar
  08d CpuVendor                       UChar
  08e CoresPerPhysicalProcessor       UChar
  08f LogicalProcessorsPerCore        UChar
  090 TscFrequency                    Uint8B
  0c0 ParentNode                      Ptr64 _KNODE
  0c8 GroupSetMember                  Uint8B
  0d0 Group                           UChar
  0d1 GroupIndex                      UChar
  0d4 InitialApicId                   Uint4B
  0d8 ScbOffset                       Uint4B
  0dc ApicMask                        Uint4B
  0e0 AcpiReserved                    Ptr64 Void
  0e8 CFlushSize                      Uint4B
  0ec PrcbFlags                       _KPRCBFLAG
  0f0 TrappedSecurityDomain           Uint8B
  0f8 BpbState                        UChar
  0f8 BpbCpuIdle                      Pos 0, 1 Bit
  0f8 BpbFlushRsbOnTrap               Pos 1, 1 Bit
  0f8 BpbIbpbOnReturn                 Pos 2, 1 Bit
  0f8 BpbIbpbOnTrap                   Pos 3, 1 Bit
  0f8 BpbIbpbOnRetpolineExit          Pos 4, 1 Bit
  0f8 BpbStateReserved                Pos 5, 3 Bits
  0f9 BpbFeatures                     UChar
  0f9 BpbClearOnIdle                  Pos 0, 1 Bit
  0f9 BpbEnabled                      Pos 1, 1 Bit
  0f9 BpbSmep                         Pos 2, 1 Bit
  0f9 BpbFeaturesReserved             Pos 3, 5 Bits
  0fa BpbCurrentSpecCtrl              UChar
  0fb BpbKernelSpecCtrl               UChar
  0fc BpbNmiSpecCtrl                  UChar
  0fd BpbUserSpecCtrl                 UChar
  0fe PairRegister                    Int2B
  6d0 BpbRetpolineExitSpecCtrl        UChar
  6d1 BpbTrappedRetpolineExitSpecCtrl UChar
  6d2 BpbTrappedBpbState              UChar
  6d2 BpbTrappedCpuIdle               Pos 0, 1 Bit
  6d2 BpbTrappedFlushRsbOnTrap        Pos 1, 1 Bit
  6d2 BpbTrappedIbpbOnReturn          Pos 2, 1 Bit
  6d2 BpbTrappedIbpbOnTrap            Pos 3, 1 Bit
  6d2 BpbTrappedIbpbOnRetpolineExit   Pos 4, 1 Bit
  6d2 BpbtrappedBpbStateReserved      Pos 5, 3 Bits
  6d3 BpbRetpolineState               UChar
  6d3 BpbRunningNonRetpolineCode      Pos 0, 1 Bit
  6d3 BpbIndirectCallsSafe            Pos 1, 1 Bit
  6d3 BpbRetpolineEnabled             Pos 2, 1 Bit
  6d3 BpbRetpolineStateReserved       Pos 3, 5 Bits
  2d38 KeSystemCalls                   Uint4B
  2d3c KeContextSwitches               Uint4B
  3118 MaximumDpcQueueDepth            Int4B
  311c DpcRequestRate                  Uint4B
  3120 MinimumDpcRate                  Uint4B
  3124 DpcLastCount                    Uint4B
  3128 ThreadDpcEnable                 UChar
  3129 QuantumEnd                      UChar
  312a DpcRoutineActive                UChar
  312b IdleSchedule                    UChar
  312c DpcRequestSlot                  [2] Int2B
  312c DpcRequestSummary               Int4B
  312c NormalDpcState                  Int2B
  312c DpcNormalProcessingActive       Pos 0, 1 Bit
  312c DpcNormalProcessingRequested    Pos 1, 1 Bit
  312c DpcNormalThreadSignal           Pos 2, 1 Bit
  312c DpcNormalTimerExpiration        Pos 3, 1 Bit
  312c DpcNormalDpcPresent             Pos 4, 1 Bit
  312c DpcNormalLocalInterrupt         Pos 5, 1 Bit
  312c DpcThreadActive                 Pos 16, 1 Bit
  312c DpcThreadRequested              Pos 17, 1 Bit
  312e ThreadDpcState                  Int2B
  3134 LastTick                        Uint4B
  3138 ClockInterrupts                 Uint4B
  313c ReadyScanTick                   Uint4B
  3140 InterruptObject                 [256] Ptr64 Void
  3940 TimerTable                      _KTIMER_TABLE
  7e80 InterruptCount                  Uint4B
  7e84 KernelTime                      Uint4B
  7e88 UserTime                        Uint4B
  7e8c DpcTime                         Uint4B
  7e90 InterruptTime                   Uint4B
  7e94 AdjustDpcThreshold              Uint4B
  7e98 DebuggerSavedIRQL               UChar
  7e99 GroupSchedulingOverQuota        UChar
  7e9a DeepSleep                       UChar
  7e9c DpcTimeCount                    Uint4B
  7ea0 DpcTimeLimit                    Uint4B
  7ea4 PeriodicCount                   Uint4B
  7ea8 PeriodicBias                    Uint4B
  7eac AvailableTime                   Uint4B
  7eb0 KeExceptionDispatchCount        Uint4B
  7eb4 ReadyThreadCount                Uint4B
  7eb8 ReadyQueueExpectedRunTime       Uint8B
  7ec0 StartCycles                     Uint8B
  7ec8 TaggedCyclesStart               Uint8B
  8e80 KernelDirectoryTableBase        Uint8B
  8e88 RspBaseShadow                   Uint8B
  8e90 UserRspShadow                   Uint8B
  8e98 ShadowFlags                     Uint4B
  8eaa VerwSelector                    Uint2B
  8eac DbgMceNestingLevel              Uint4B
  8eb0 DbgMceFlags                     Uint4B

_KTRAP_FRAME 190
  000 P1Home                  Uint8B
  008 P2Home                  Uint8B
  010 P3Home                  Uint8B
  018 P4Home                  Uint8B
  020 P5                      Uint8B
  028 PreviousMode            UChar
  028 InterruptRetpolineState UChar
  029 PreviousIrql            UChar
  02a FaultIndicator          UChar
  02a NmiMsrIbrs              UChar
  02b ExceptionActive         UChar
  02c MxCsr                   Uint4B
  030 Rax                     Uint8B
  038 Rcx                     Uint8B
  040 Rdx                     Uint8B
  048 R8                      Uint8B
  050 R9                      Uint8B
  058 R10                     Uint8B
  060 R11                     Uint8B
  068 GsBase                  Uint8B
  068 GsSwap                  Uint8B
  070 Xmm0                    _M128A
  080 Xmm1                    _M128A
  090 Xmm2                    _M128A
  0a0 Xmm3                    _M128A
  0b0 Xmm4                    _M128A
  0c0 Xmm5                    _M128A
  0d0 FaultAddress            Uint8B
  0d0 ContextRecord           Uint8B
  0d8 Dr0                     Uint8B
  0e0 Dr1                     Uint8B
  0e8 Dr2                     Uint8B
  0f0 Dr3                     Uint8B
  0f8 Dr6                     Uint8B
  100 Dr7                     Uint8B
  108 DebugControl            Uint8B
  110 LastBranchToRip         Uint8B
  118 LastBranchFromRip       Uint8B
  120 LastExceptionToRip      Uint8B
  128 LastExceptionFromRip    Uint8B
  130 SegDs                   Uint2B
  132 SegEs                   Uint2B
  134 SegFs                   Uint2B
  136 SegGs                   Uint2B
  138 TrapFrame               Uint8B
  140 Rbx                     Uint8B
  148 Rdi                     Uint8B
  150 Rsi                     Uint8B
  158 Rbp                     Uint8B
  160 ErrorCode               Uint8B
  160 ExceptionFrame          Uint8B
  168 Rip                     Uint8B
  170 SegCs                   Uint2B
  173 Logging                 UChar
  178 EFlags                  Uint4B
  180 Rsp                     Uint8B
  188 SegSs                   Uint2B

_KEXCEPTION_FRAME 140
  000 P1Home       Uint8B
  008 P2Home       Uint8B
  010 P3Home       Uint8B
  018 P4Home       Uint8B
  020 P5           Uint8B
  030 Xmm6         _M128A
  040 Xmm7         _M128A
  050 Xmm8         _M128A
  060 Xmm9         _M128A
  070 Xmm10        _M128A
  080 Xmm11        _M128A
  090 Xmm12        _M128A
  0a0 Xmm13        _M128A
  0b0 Xmm14        _M128A
  0c0 Xmm15        _M128A
  0d0 TrapFrame    Uint8B
  0d8 OutputBuffer Uint8B
  0e0 OutputLength Uint8B
  0f0 MxCsr        Uint8B
  0f8 Rbp          Uint8B
  100 Rbx          Uint8B
  108 Rdi          Uint8B
  110 Rsi          Uint8B
  118 R12          Uint8B
  120 R13          Uint8B
  128 R14          Uint8B
  130 R15          Uint8B
  138 Return       Uint8B

_KTHREAD 430
  000 Header                                  _DISPATCHER_HEADER
  018 SListFaultAddress                       Ptr64 Void
  020 QuantumTarget                           Uint8B
  028 InitialStack                            Ptr64 Void
  030 StackLimit                              Ptr64 Void
  038 StackBase                               Ptr64 Void
  040 ThreadLock                              Uint8B
  048 CycleTime                               Uint8B
  050 CurrentRunTime                          Uint4B
  054 ExpectedRunTime                         Uint4B
  058 KernelStack                             Ptr64 Void
  060 StateSaveArea                           Ptr64 _XSAVE_FORMAT
  068 SchedulingGroup                         Ptr64 _KSCHEDULING_GROUP
  070 WaitRegister                            _KWAIT_STATUS_REGISTER
  071 Running                                 UChar
  072 Alerted                                 [2] UChar
  074 AutoBoostActive                         Pos 0, 1 Bit
  074 ReadyTransition                         Pos 1, 1 Bit
  074 WaitNext                                Pos 2, 1 Bit
  074 SystemAffinityActive                    Pos 3, 1 Bit
  074 Alertable                               Pos 4, 1 Bit
  074 UserStackWalkActive                     Pos 5, 1 Bit
  074 ApcInterruptRequest                     Pos 6, 1 Bit
  074 QuantumEndMigrate                       Pos 7, 1 Bit
  074 UmsDirectedSwitchEnable                 Pos 8, 1 Bit
  074 TimerActive                             Pos 9, 1 Bit
  074 SystemThread                            Pos 10, 1 Bit
  074 ProcessDetachActive                     Pos 11, 1 Bit
  074 CalloutActive                           Pos 12, 1 Bit
  074 ScbReadyQueue                           Pos 13, 1 Bit
  074 ApcQueueable                            Pos 14, 1 Bit
  074 ReservedStackInUse                      Pos 15, 1 Bit
  074 UmsPerformingSyscall                    Pos 16, 1 Bit
  074 TimerSuspended                          Pos 17, 1 Bit
  074 SuspendedWaitMode                       Pos 18, 1 Bit
  074 SuspendSchedulerApcWait                 Pos 19, 1 Bit
  074 CetUserShadowStack                      Pos 20, 1 Bit
  074 BypassProcessFreeze                     Pos 21, 1 Bit
  074 Reserved                                Pos 22, 10 Bits
  074 MiscFlags                               Int4B
  078 AutoAlignment                           Pos 2, 1 Bit
  078 DisableBoost                            Pos 3, 1 Bit
  078 AlertedByThreadId                       Pos 4, 1 Bit
  078 QuantumDonation                         Pos 5, 1 Bit
  078 EnableStackSwap                         Pos 6, 1 Bit
  078 GuiThread                               Pos 7, 1 Bit
  078 DisableQuantum                          Pos 8, 1 Bit
  078 ChargeOnlySchedulingGroup               Pos 9, 1 Bit
  078 DeferPreemption                         Pos 10, 1 Bit
  078 QueueDeferPreemption                    Pos 11, 1 Bit
  078 ForceDeferSchedule                      Pos 12, 1 Bit
  078 SharedReadyQueueAffinity                Pos 13, 1 Bit
  078 FreezeCount                             Pos 14, 1 Bit
  078 TerminationApcRequest                   Pos 15, 1 Bit
  078 AutoBoostEntriesExhausted               Pos 16, 1 Bit
  078 KernelStackResident                     Pos 17, 1 Bit
  078 TerminateRequestReason                  Pos 18, 2 Bits
  078 ProcessStackCountDecremented            Pos 20, 1 Bit
  078 RestrictedGuiThread                     Pos 21, 1 Bit
  078 VpBackingThread                         Pos 22, 1 Bit
  078 EtwStackTraceApcInserted                Pos 24, 8 Bits
  078 ThreadFlags                             Int4B
  07c Tag                                     UChar
  07d SystemHeteroCpuPolicy                   UChar
  07e UserHeteroCpuPolicy                     Pos 0, 7 Bits
  07e ExplicitSystemHeteroCpuPolicy           Pos 7, 1 Bit
  07f SpecCtrl                                UChar
  07f RunningNonRetpolineCode                 Pos 0, 1 Bit
  080 SystemCallNumber                        Uint4B
  084 ReadyTime                               Uint4B
  088 FirstArgument                           Ptr64 Void
  090 TrapFrame                               Ptr64 _KTRAP_FRAME
  098 ApcState                                _KAPC_STATE
  0c3 Priority                                UChar
  0c4 UserIdealProcessor                      Uint4B
  0c8 WaitStatus                              Int8B
  0d0 WaitBlockList                           Ptr64 _KWAIT_BLOCK
  0d8 SwapListEntry                           _SINGLE_LIST_ENTRY
  0d8 WaitListEntry                           _LIST_ENTRY
  0e8 Queue                                   Ptr64 _DISPATCHER_HEADER
  0f0 Teb                                     Ptr64 Void
  0f8 RelativeTimerBias                       Uint8B
  100 Timer                                   _KTIMER
  140 WaitBlock                               [4] _KWAIT_BLOCK
  154 ContextSwitches                         Uint4B
  168 ThreadCounters                          Ptr64 _KTHREAD_COUNTERS
  184 State                                   UChar
  186 WaitIrql                                UChar
  187 WaitMode                                UChar
  198 XStateSave                              Ptr64 _XSTATE_SAVE
  1b4 WaitTime                                Uint4B
  1c8 Win32Thread                             Ptr64 Void
  1e4 CombinedApcDisable                      Uint4B
  1e4 KernelApcDisable                        Int2B
  1e6 SpecialApcDisable                       Int2B
  1f0 Ucb                                     Ptr64 _UMS_CONTROL_BLOCK
  1f8 Uch                                     Ptr64 _KUMS_CONTEXT_HEADER
  200 BamQosLevel                             Pos 0, 8 Bits
  200 ThreadFlags2Reserved                    Pos 8, 24 Bits
  200 ThreadFlags2                            Int4B
  208 QueueListEntry                          _LIST_ENTRY
  218 NextProcessor                           Uint4B
  218 NextProcessorNumber                     Pos 0, 31 Bits
  218 SharedReadyQueue                        Pos 31, 1 Bit
  21c QueuePriority                           Int4B
  220 Process                                 Ptr64 _KPROCESS
  228 UserAffinity                            _GROUP_AFFINITY
  232 PreviousMode                            UChar
  233 BasePriority                            UChar
  234 PriorityDecrement                       UChar
  234 ForegroundBoost                         Pos 0, 4 Bits
  234 UnusualBoost                            Pos 4, 4 Bits
  235 Preempted                               UChar
  236 AdjustReason                            UChar
  237 AdjustIncrement                         UChar
  238 AffinityVersion                         Uint8B
  240 Affinity                                _GROUP_AFFINITY
  24a ApcStateIndex                           UChar
  24b WaitBlockCount                          UChar
  24c IdealProcessor                          Uint4B
  250 NpxState                                Uint8B
  258 SavedApcState                           _KAPC_STATE
  283 WaitReason                              UChar
  284 SuspendCount                            UChar
  285 Saturation                              UChar
  286 SListFaultCount                         Uint2B
  288 SchedulerApc                            _KAPC
  289 ResourceIndex                           UChar
  28b QuantumReset                            UChar
  28c KernelTime                              Uint4B
  2c8 WaitPrcb                                Ptr64 _KPRCB
  2d0 LegoData                                Ptr64 Void
  2db CallbackNestingLevel                    UChar
  2dc UserTime                                Uint4B
  2e0 SuspendEvent                            _KEVENT
  2f8 ThreadListEntry                         _LIST_ENTRY
  308 MutantListHead                          _LIST_ENTRY
  318 AbEntrySummary                          UChar
  319 AbWaitEntryCount                        UChar
  31a AbAllocationRegionCount                 UChar
  31b SystemPriority                          UChar
  31c SecureThreadCookie                      Uint4B
  320 LockEntries                             Ptr64 _KLOCK_ENTRY
  328 PropagateBoostsEntry                    _SINGLE_LIST_ENTRY
  330 IoSelfBoostsEntry                       _SINGLE_LIST_ENTRY
  338 PriorityFloorCounts                     [16] UChar
  348 PriorityFloorCountsReserved             [16] UChar
  358 PriorityFloorSummary                    Uint4B
  35c AbCompletedIoBoostCount                 Int4B
  360 AbCompletedIoQoSBoostCount              Int4B
  364 KeReferenceCount                        Int2B
  366 AbOrphanedEntrySummary                  UChar
  367 AbOwnedEntryCount                       UChar
  368 ForegroundLossTime                      Uint4B
  370 ForegroundDpcStackListEntry             _SINGLE_LIST_ENTRY
  370 GlobalForegroundListEntry               _LIST_ENTRY
  378 InGlobalForegroundList                  Uint8B
  380 ReadOperationCount                      Int8B
  388 WriteOperationCount                     Int8B
  390 OtherOperationCount                     Int8B
  398 ReadTransferCount                       Int8B
  3a0 WriteTransferCount                      Int8B
  3a8 OtherTransferCount                      Int8B
  3b0 QueuedScb                               Ptr64 _KSCB
  3b8 ThreadTimerDelay                        Uint4B
  3bc ThreadFlags3Reserved                    Pos 0, 8 Bits
  3bc PpmPolicy                               Pos 8, 2 Bits
  3bc ThreadFlags3Reserved2                   Pos 10, 22 Bits
  3bc ThreadFlags3                            Int4B
  3c0 TracingPrivate                          [1] Uint8B
  3c8 SchedulerAssist                         Ptr64 Void
  3d0 AbWaitObject                            Ptr64 Void
  3d8 ReservedPreviousReadyTimeValue          Uint4B
  3e0 KernelWaitTime                          Uint8B
  3e8 UserWaitTime                            Uint8B
  3f0 GlobalUpdateVpThreadPriorityListEntry   _LIST_ENTRY
  3f0 UpdateVpThreadPriorityDpcStackListEntry _SINGLE_LIST_ENTRY
  3f8 InGlobalUpdateVpThreadPriorityList      Uint8B
  400 SchedulerAssistPriorityFloor            Int4B

_KAPC_STATE 30
  000 ApcListHead           [2] _LIST_ENTRY
  020 Process               Ptr64 _KPROCESS
  028 InProgressFlags       UChar
  028 KernelApcInProgress   Pos 0, 1 Bit
  028 SpecialApcInProgress  Pos 1, 1 Bit
  029 KernelApcPending      UChar
  02a UserApcPendingAll     UChar
  02a SpecialUserApcPending Pos 0, 1 Bit
  02a UserApcPending        Pos 1, 1 Bit

_KPROCESS 438
  000 Header                  _DISPATCHER_HEADER
  018 ProfileListHead         _LIST_ENTRY
  028 DirectoryTableBase      Uint8B
  030 ThreadListHead          _LIST_ENTRY
  040 ProcessLock             Uint4B
  044 ProcessTimerDelay       Uint4B
  048 DeepFreezeStartTime     Uint8B
  050 Affinity                _KAFFINITY_EX
  158 ReadyListHead           _LIST_ENTRY
  168 SwapListEntry           _SINGLE_LIST_ENTRY
  170 ActiveProcessors        _KAFFINITY_EX
  278 AutoAlignment           Pos 0, 1 Bit
  278 DisableBoost            Pos 1, 1 Bit
  278 DisableQuantum          Pos 2, 1 Bit
  278 DeepFreeze              Pos 3, 1 Bit
  278 TimerVirtualization     Pos 4, 1 Bit
  278 CheckStackExtents       Pos 5, 1 Bit
  278 CacheIsolationEnabled   Pos 6, 1 Bit
  278 PpmPolicy               Pos 7, 3 Bits
  278 VaSpaceDeleted          Pos 10, 1 Bit
  278 ReservedFlags           Pos 11, 21 Bits
  278 ProcessFlags            Int4B
  27c ActiveGroupsMask        Uint4B
  280 BasePriority            UChar
  281 QuantumReset            UChar
  282 Visited                 UChar
  283 Flags                   _KEXECUTE_OPTIONS
  284 ThreadSeed              [20] Uint2B
  2c4 IdealProcessor          [20] Uint2B
  304 IdealNode               [20] Uint2B
  344 IdealGlobalNode         Uint2B
  348 StackCount              _KSTACK_COUNT
  350 ProcessListEntry        _LIST_ENTRY
  360 CycleTime               Uint8B
  368 ContextSwitches         Uint8B
  370 SchedulingGroup         Ptr64 _KSCHEDULING_GROUP
  378 FreezeCount             Uint4B
  37c KernelTime              Uint4B
  380 UserTime                Uint4B
  384 ReadyTime               Uint4B
  388 UserDirectoryTableBase  Uint8B
  390 AddressPolicy           UChar
  3d8 InstrumentationCallback Ptr64 Void
  3e0 SecureState             <unnamed-tag>
  3e8 KernelWaitTime          Uint8B
  3f0 UserWaitTime            Uint8B

_DISPATCHER_HEADER 18
  000 Lock               Int4B
  000 ThreadType         UChar
  000 Type               UChar
  002 Size               UChar
  002 ThreadControlFlags UChar
  002 CycleProfiling     Pos 0, 1 Bit
  002 CounterProfiling   Pos 1, 1 Bit
  002 GroupScheduling    Pos 2, 1 Bit
  002 AffinitySet        Pos 3, 1 Bit
  002 Tagged             Pos 4, 1 Bit
  002 EnergyProfiling    Pos 5, 1 Bit
  002 SchedulerAssist    Pos 6, 1 Bit
  003 DebugActive        UChar
  003 ActiveDR7          Pos 0, 1 Bit
  003 Instrumented       Pos 1, 1 Bit
  003 Minimal            Pos 2, 1 Bit
  003 Reserved4          Pos 3, 2 Bits
  003 AltSyscall         Pos 5, 1 Bit
  003 UmsScheduled       Pos 6, 1 Bit
  003 UmsPrimary         Pos 7, 1 Bit
  004 SignalState        Int4B
  008 WaitListHead       _LIST_ENTRY

_KINTERRUPT 120
  000 Type                  Int2B
  002 Size                  Int2B
  008 InterruptListEntry    _LIST_ENTRY
  018 ServiceRoutine        Ptr64 Void
  020 MessageServiceRoutine Ptr64 Void
  028 MessageIndex          Uint4B
  030 ServiceContext        Ptr64 Void
  038 SpinLock              Uint8B
  040 TickCount             Uint4B
  048 ActualLock            Ptr64 Uint8B
  050 DispatchAddress       Ptr64 Void
  058 Vector                Uint4B
  05c Irql                  UChar
  05d SynchronizeIrql       UChar
  05e FloatingSave          UChar
  05f Connected             UChar
  060 Number                Uint4B
  064 ShareVector           UChar
  065 EmulateActiveBoth     UChar
  066 ActiveCount           Uint2B
  068 InternalState         Int4B
  06c Mode                  _KINTERRUPT_MODE
  070 Polarity              _KINTERRUPT_POLARITY
  074 ServiceCount          Uint4B
  078 DispatchCount         Uint4B
  080 PassiveEvent          Ptr64 _KEVENT
  088 TrapFrame             Ptr64 _KTRAP_FRAME
  090 DisconnectData        Ptr64 Void
  098 ServiceThread         Ptr64 _KTHREAD
  0a0 ConnectionData        Ptr64 _INTERRUPT_CONNECTION_DATA
  0a8 IntTrackEntry         Ptr64 Void
  0b0 IsrDpcStats           _ISRDPCSTATS
  110 RedirectObject        Ptr64 Void
  118 PhysicalDeviceObject  Ptr64 Void

_UNEXPECTED_INTERRUPT 8
  000 PushImm   UChar
  001 Vector    UChar
  002 PushRbp   UChar
  003 JmpOp     UChar
  004 JmpOffset Int4B

_KUSER_SHARED_DATA 720
  000 TickCountLowDeprecated            Uint4B
  004 TickCountMultiplier               Uint4B
  008 InterruptTime                     _KSYSTEM_TIME
  014 SystemTime                        _KSYSTEM_TIME
  020 TimeZoneBias                      _KSYSTEM_TIME
  02c ImageNumberLow                    Uint2B
  02e ImageNumberHigh                   Uint2B
  030 NtSystemRoot                      [260] Wchar
  238 MaxStackTraceDepth                Uint4B
  23c CryptoExponent                    Uint4B
  240 TimeZoneId                        Uint4B
  244 LargePageMinimum                  Uint4B
  248 AitSamplingValue                  Uint4B
  24c AppCompatFlag                     Uint4B
  250 RNGSeedVersion                    Uint8B
  258 GlobalValidationRunlevel          Uint4B
  25c TimeZoneBiasStamp                 Int4B
  260 NtBuildNumber                     Uint4B
  264 NtProductType                     _NT_PRODUCT_TYPE
  268 ProductTypeIsValid                UChar
  269 Reserved0                         [1] UChar
  26a NativeProcessorArchitecture       Uint2B
  26c NtMajorVersion                    Uint4B
  270 NtMinorVersion                    Uint4B
  274 ProcessorFeatures                 [64] UChar
  2b4 Reserved1                         Uint4B
  2b8 Reserved3                         Uint4B
  2bc TimeSlip                          Uint4B
  2c0 AlternativeArchitecture           _ALTERNATIVE_ARCHITECTURE_TYPE
  2c4 BootId                            Uint4B
  2c8 SystemExpirationDate              _LARGE_INTEGER
  2d0 SuiteMask                         Uint4B
  2d4 KdDebuggerEnabled                 UChar
  2d5 MitigationPolicies                UChar
  2d5 NXSupportPolicy                   Pos 0, 2 Bits
  2d5 SEHValidationPolicy               Pos 2, 2 Bits
  2d5 CurDirDevicesSkippedForDlls       Pos 4, 2 Bits
  2d5 Reserved                          Pos 6, 2 Bits
  2d6 CyclesPerYield                    Uint2B
  2d8 ActiveConsoleId                   Uint4B
  2dc DismountCount                     Uint4B
  2e0 ComPlusPackage                    Uint4B
  2e4 LastSystemRITEventTickCount       Uint4B
  2e8 NumberOfPhysicalPages             Uint4B
  2ec SafeBootMode                      UChar
  2ed VirtualizationFlags               UChar
  2ee Reserved12                        [2] UChar
  2f0 SharedDataFlags                   Uint4B
  2f0 DbgErrorPortPresent               Pos 0, 1 Bit
  2f0 DbgElevationEnabled               Pos 1, 1 Bit
  2f0 DbgVirtEnabled                    Pos 2, 1 Bit
  2f0 DbgInstallerDetectEnabled         Pos 3, 1 Bit
  2f0 DbgLkgEnabled                     Pos 4, 1 Bit
  2f0 DbgDynProcessorEnabled            Pos 5, 1 Bit
  2f0 DbgConsoleBrokerEnabled           Pos 6, 1 Bit
  2f0 DbgSecureBootEnabled              Pos 7, 1 Bit
  2f0 DbgMultiSessionSku                Pos 8, 1 Bit
  2f0 DbgMultiUsersInSessionSku         Pos 9, 1 Bit
  2f0 DbgStateSeparationEnabled         Pos 10, 1 Bit
  2f4 DataFlagsPad                      [1] Uint4B
  2f8 TestRetInstruction                Uint8B
  300 QpcFrequency                      Int8B
  308 SystemCall                        Uint4B
  30c UserCetAvailableEnvironments      <unnamed-tag>
  310 SystemCallPad                     [2] Uint8B
  320 ReservedTickCountOverlay          [3] Uint4B
  320 TickCount                         _KSYSTEM_TIME
  320 TickCountQuad                     Uint8B
  32c TickCountPad                      [1] Uint4B
  330 Cookie                            Uint4B
  334 CookiePad                         [1] Uint4B
  338 ConsoleSessionForegroundProcessId Int8B
  340 TimeUpdateLock                    Uint8B
  348 BaselineSystemTimeQpc             Uint8B
  350 BaselineInterruptTimeQpc          Uint8B
  358 QpcSystemTimeIncrement            Uint8B
  360 QpcInterruptTimeIncrement         Uint8B
  368 QpcSystemTimeIncrementShift       UChar
  369 QpcInterruptTimeIncrementShift    UChar
  36a UnparkedProcessorCount            Uint2B
  36c EnclaveFeatureMask                [4] Uint4B
  37c TelemetryCoverageRound            Uint4B
  380 UserModeGlobalLogger              [16] Uint2B
  3a0 ImageFileExecutionOptions         Uint4B
  3a4 LangGenerationCount               Uint4B
  3a8 Reserved4                         Uint8B
  3b0 InterruptTimeBias                 Uint8B
  3b8 QpcBias                           Uint8B
  3c0 ActiveProcessorCount              Uint4B
  3c4 ActiveGroupCount                  UChar
  3c5 Reserved9                         UChar
  3c6 QpcBypassEnabled                  UChar
  3c6 QpcData                           Uint2B
  3c7 QpcShift                          UChar
  3c8 TimeZoneBiasEffectiveStart        _LARGE_INTEGER
  3d0 TimeZoneBiasEffectiveEnd          _LARGE_INTEGER

_EPROCESS a40
  000 Pcb                               _KPROCESS
  438 ProcessLock                       _EX_PUSH_LOCK
  440 UniqueProcessId                   Ptr64 Void
  448 ActiveProcessLinks                _LIST_ENTRY
  458 RundownProtect                    _EX_RUNDOWN_REF
  460 Flags2                            Uint4B
  460 JobNotReallyActive                Pos 0, 1 Bit
  460 AccountingFolded                  Pos 1, 1 Bit
  460 NewProcessReported                Pos 2, 1 Bit
  460 ExitProcessReported               Pos 3, 1 Bit
  460 ReportCommitChanges               Pos 4, 1 Bit
  460 LastReportMemory                  Pos 5, 1 Bit
  460 ForceWakeCharge                   Pos 6, 1 Bit
  460 CrossSessionCreate                Pos 7, 1 Bit
  460 NeedsHandleRundown                Pos 8, 1 Bit
  460 RefTraceEnabled                   Pos 9, 1 Bit
  460 PicoCreated                       Pos 10, 1 Bit
  460 EmptyJobEvaluated                 Pos 11, 1 Bit
  460 DefaultPagePriority               Pos 12, 3 Bits
  460 PrimaryTokenFrozen                Pos 15, 1 Bit
  460 ProcessVerifierTarget             Pos 16, 1 Bit
  460 RestrictSetThreadContext          Pos 17, 1 Bit
  460 AffinityPermanent                 Pos 18, 1 Bit
  460 AffinityUpdateEnable              Pos 19, 1 Bit
  460 PropagateNode                     Pos 20, 1 Bit
  460 ExplicitAffinity                  Pos 21, 1 Bit
  460 ProcessExecutionState             Pos 22, 2 Bits
  460 EnableReadVmLogging               Pos 24, 1 Bit
  460 EnableWriteVmLogging              Pos 25, 1 Bit
  460 FatalAccessTerminationRequested   Pos 26, 1 Bit
  460 DisableSystemAllowedCpuSet        Pos 27, 1 Bit
  460 ProcessStateChangeRequest         Pos 28, 2 Bits
  460 ProcessStateChangeInProgress      Pos 30, 1 Bit
  460 InPrivate                         Pos 31, 1 Bit
  464 Flags                             Uint4B
  464 CreateReported                    Pos 0, 1 Bit
  464 NoDebugInherit                    Pos 1, 1 Bit
  464 ProcessExiting                    Pos 2, 1 Bit
  464 ProcessDelete                     Pos 3, 1 Bit
  464 ManageExecutableMemoryWrites      Pos 4, 1 Bit
  464 VmDeleted                         Pos 5, 1 Bit
  464 OutswapEnabled                    Pos 6, 1 Bit
  464 Outswapped                        Pos 7, 1 Bit
  464 FailFastOnCommitFail              Pos 8, 1 Bit
  464 Wow64VaSpace4Gb                   Pos 9, 1 Bit
  464 AddressSpaceInitialized           Pos 10, 2 Bits
  464 SetTimerResolution                Pos 12, 1 Bit
  464 BreakOnTermination                Pos 13, 1 Bit
  464 DeprioritizeViews                 Pos 14, 1 Bit
  464 WriteWatch                        Pos 15, 1 Bit
  464 ProcessInSession                  Pos 16, 1 Bit
  464 OverrideAddressSpace              Pos 17, 1 Bit
  464 HasAddressSpace                   Pos 18, 1 Bit
  464 LaunchPrefetched                  Pos 19, 1 Bit
  464 Background                        Pos 20, 1 Bit
  464 VmTopDown                         Pos 21, 1 Bit
  464 ImageNotifyDone                   Pos 22, 1 Bit
  464 PdeUpdateNeeded                   Pos 23, 1 Bit
  464 VdmAllowed                        Pos 24, 1 Bit
  464 ProcessRundown                    Pos 25, 1 Bit
  464 ProcessInserted                   Pos 26, 1 Bit
  464 DefaultIoPriority                 Pos 27, 3 Bits
  464 ProcessSelfDelete                 Pos 30, 1 Bit
  464 SetTimerResolutionLink            Pos 31, 1 Bit
  468 CreateTime                        _LARGE_INTEGER
  470 ProcessQuotaUsage                 [2] Uint8B
  480 ProcessQuotaPeak                  [2] Uint8B
  490 PeakVirtualSize                   Uint8B
  498 VirtualSize                       Uint8B
  4a0 SessionProcessLinks               _LIST_ENTRY
  4b0 ExceptionPortData                 Ptr64 Void
  4b0 ExceptionPortValue                Uint8B
  4b0 ExceptionPortState                Pos 0, 3 Bits
  4b8 Token                             _EX_FAST_REF
  4c0 MmReserved                        Uint8B
  4c8 AddressCreationLock               _EX_PUSH_LOCK
  4d0 PageTableCommitmentLock           _EX_PUSH_LOCK
  4d8 RotateInProgress                  Ptr64 _ETHREAD
  4e0 ForkInProgress                    Ptr64 _ETHREAD
  4e8 CommitChargeJob                   Ptr64 _EJOB
  4f0 CloneRoot                         _RTL_AVL_TREE
  4f8 NumberOfPrivatePages              Uint8B
  500 NumberOfLockedPages               Uint8B
  508 Win32Process                      Ptr64 Void
  510 Job                               Ptr64 _EJOB
  518 SectionObject                     Ptr64 Void
  520 SectionBaseAddress                Ptr64 Void
  528 Cookie                            Uint4B
  530 WorkingSetWatch                   Ptr64 _PAGEFAULT_HISTORY
  538 Win32WindowStation                Ptr64 Void
  540 InheritedFromUniqueProcessId      Ptr64 Void
  548 OwnerProcessId                    Uint8B
  550 Peb                               Ptr64 _PEB
  558 Session                           Ptr64 _MM_SESSION_SPACE
  568 QuotaBlock                        Ptr64 _EPROCESS_QUOTA_BLOCK
  570 ObjectTable                       Ptr64 _HANDLE_TABLE
  578 DebugPort                         Ptr64 Void
  580 WoW64Process                      Ptr64 _EWOW64PROCESS
  588 DeviceMap                         Ptr64 Void
  590 EtwDataSource                     Ptr64 Void
  598 PageDirectoryPte                  Uint8B
  5a0 ImageFilePointer                  Ptr64 _FILE_OBJECT
  5a8 ImageFileName                     [15] UChar
  5b7 PriorityClass                     UChar
  5b8 SecurityPort                      Ptr64 Void
  5c0 SeAuditProcessCreationInfo        _SE_AUDIT_PROCESS_CREATION_INFO
  5c8 JobLinks                          _LIST_ENTRY
  5d8 HighestUserAddress                Ptr64 Void
  5e0 ThreadListHead                    _LIST_ENTRY
  5f0 ActiveThreads                     Uint4B
  5f4 ImagePathHash                     Uint4B
  5f8 DefaultHardErrorProcessing        Uint4B
  5fc LastThreadExitStatus              Int4B
  7d0 ModifiedPageCount                 Uint4B
  7d4 ExitStatus                        Int4B
  7d8 VadRoot                           _RTL_AVL_TREE
  7e0 VadHint                           Ptr64 Void
  7e8 VadCount                          Uint8B
  7f0 VadPhysicalPages                  Uint8B
  7f8 VadPhysicalPagesLimit             Uint8B
  800 AlpcContext                       _ALPC_PROCESS_CONTEXT
  820 TimerResolutionLink               _LIST_ENTRY
  830 TimerResolutionStackRecord        Ptr64 _PO_DIAG_STACK_RECORD
  838 RequestedTimerResolution          Uint4B
  83c SmallestTimerResolution           Uint4B
  840 ExitTime                          _LARGE_INTEGER
  848 InvertedFunctionTable             Ptr64 _INVERTED_FUNCTION_TABLE
  850 InvertedFunctionTableLock         _EX_PUSH_LOCK
  858 ActiveThreadsHighWatermark        Uint4B
  85c LargePrivateVadCount              Uint4B
  860 ThreadListLock                    _EX_PUSH_LOCK
  868 WnfContext                        Ptr64 Void
  870 ServerSilo                        Ptr64 _EJOB
  878 SignatureLevel                    UChar
  879 SectionSignatureLevel             UChar
  87a Protection                        _PS_PROTECTION
  87b HangCount                         Pos 0, 3 Bits
  87b GhostCount                        Pos 3, 3 Bits
  87b PrefilterException                Pos 6, 1 Bit
  87c Flags3                            Uint4B
  87c Minimal                           Pos 0, 1 Bit
  87c ReplacingPageRoot                 Pos 1, 1 Bit
  87c Crashed                           Pos 2, 1 Bit
  87c JobVadsAreTracked                 Pos 3, 1 Bit
  87c VadTrackingDisabled               Pos 4, 1 Bit
  87c AuxiliaryProcess                  Pos 5, 1 Bit
  87c SubsystemProcess                  Pos 6, 1 Bit
  87c IndirectCpuSets                   Pos 7, 1 Bit
  87c RelinquishedCommit                Pos 8, 1 Bit
  87c HighGraphicsPriority              Pos 9, 1 Bit
  87c CommitFailLogged                  Pos 10, 1 Bit
  87c ReserveFailLogged                 Pos 11, 1 Bit
  87c SystemProcess                     Pos 12, 1 Bit
  87c HideImageBaseAddresses            Pos 13, 1 Bit
  87c AddressPolicyFrozen               Pos 14, 1 Bit
  87c ProcessFirstResume                Pos 15, 1 Bit
  87c ForegroundExternal                Pos 16, 1 Bit
  87c ForegroundSystem                  Pos 17, 1 Bit
  87c HighMemoryPriority                Pos 18, 1 Bit
  87c EnableProcessSuspendResumeLogging Pos 19, 1 Bit
  87c EnableThreadSuspendResumeLogging  Pos 20, 1 Bit
  87c SecurityDomainChanged             Pos 21, 1 Bit
  87c SecurityFreezeComplete            Pos 22, 1 Bit
  87c VmProcessorHost                   Pos 23, 1 Bit
  87c VmProcessorHostTransition         Pos 24, 1 Bit
  87c AltSyscall                        Pos 25, 1 Bit
  87c TimerResolutionIgnore             Pos 26, 1 Bit
  9e0 SecurityDomain                    Uint8B

_ETHREAD 898
  000 Tcb                                 _KTHREAD
  430 CreateTime                          _LARGE_INTEGER
  438 ExitTime                            _LARGE_INTEGER
  438 KeyedWaitChain                      _LIST_ENTRY
  448 ForwardLinkShadow                   Ptr64 Void
  448 PostBlockList                       _LIST_ENTRY
  450 StartAddress                        Ptr64 Void
  458 KeyedWaitValue                      Ptr64 Void
  458 ReaperLink                          Ptr64 _ETHREAD
  458 TerminationPort                     Ptr64 _TERMINATION_PORT
  460 ActiveTimerListLock                 Uint8B
  468 ActiveTimerListHead                 _LIST_ENTRY
  478 Cid                                 _CLIENT_ID
  488 AlpcWaitSemaphore                   _KSEMAPHORE
  488 KeyedWaitSemaphore                  _KSEMAPHORE
  4a8 ClientSecurity                      _PS_CLIENT_SECURITY_CONTEXT
  4b0 IrpList                             _LIST_ENTRY
  4c0 TopLevelIrp                         Uint8B
  4c8 DeviceToVerify                      Ptr64 _DEVICE_OBJECT
  4d0 Win32StartAddress                   Ptr64 Void
  4d8 ChargeOnlySession                   Ptr64 Void
  4e0 LegacyPowerObject                   Ptr64 Void
  4e8 ThreadListEntry                     _LIST_ENTRY
  4f8 RundownProtect                      _EX_RUNDOWN_REF
  500 ThreadLock                          _EX_PUSH_LOCK
  508 ReadClusterSize                     Uint4B
  50c MmLockOrdering                      Int4B
  510 CrossThreadFlags                    Uint4B
  510 Terminated                          Pos 0, 1 Bit
  510 ThreadInserted                      Pos 1, 1 Bit
  510 HideFromDebugger                    Pos 2, 1 Bit
  510 ActiveImpersonationInfo             Pos 3, 1 Bit
  510 HardErrorsAreDisabled               Pos 4, 1 Bit
  510 BreakOnTermination                  Pos 5, 1 Bit
  510 SkipCreationMsg                     Pos 6, 1 Bit
  510 SkipTerminationMsg                  Pos 7, 1 Bit
  510 CopyTokenOnOpen                     Pos 8, 1 Bit
  510 ThreadIoPriority                    Pos 9, 3 Bits
  510 ThreadPagePriority                  Pos 12, 3 Bits
  510 RundownFail                         Pos 15, 1 Bit
  510 UmsForceQueueTermination            Pos 16, 1 Bit
  510 IndirectCpuSets                     Pos 17, 1 Bit
  510 DisableDynamicCodeOptOut            Pos 18, 1 Bit
  510 ExplicitCaseSensitivity             Pos 19, 1 Bit
  510 PicoNotifyExit                      Pos 20, 1 Bit
  510 DbgWerUserReportActive              Pos 21, 1 Bit
  510 ForcedSelfTrimActive                Pos 22, 1 Bit
  510 SamplingCoverage                    Pos 23, 1 Bit
  510 ReservedCrossThreadFlags            Pos 24, 8 Bits
  514 SameThreadPassiveFlags              Uint4B
  514 ActiveExWorker                      Pos 0, 1 Bit
  514 MemoryMaker                         Pos 1, 1 Bit
  514 StoreLockThread                     Pos 2, 2 Bits
  514 ClonedThread                        Pos 4, 1 Bit
  514 KeyedEventInUse                     Pos 5, 1 Bit
  514 SelfTerminate                       Pos 6, 1 Bit
  514 RespectIoPriority                   Pos 7, 1 Bit
  514 ActivePageLists                     Pos 8, 1 Bit
  514 SecureContext                       Pos 9, 1 Bit
  514 ZeroPageThread                      Pos 10, 1 Bit
  514 WorkloadClass                       Pos 11, 1 Bit
  514 ReservedSameThreadPassiveFlags      Pos 12, 20 Bits
  518 SameThreadApcFlags                  Uint4B
  518 OwnsProcessAddressSpaceExclusive    Pos 0, 1 Bit
  518 OwnsProcessAddressSpaceShared       Pos 1, 1 Bit
  518 HardFaultBehavior                   Pos 2, 1 Bit
  518 StartAddressInvalid                 Pos 3, 1 Bit
  518 EtwCalloutActive                    Pos 4, 1 Bit
  518 SuppressSymbolLoad                  Pos 5, 1 Bit
  518 Prefetching                         Pos 6, 1 Bit
  518 OwnsVadExclusive                    Pos 7, 1 Bit
  519 SystemPagePriorityActive            Pos 0, 1 Bit
  519 SystemPagePriority                  Pos 1, 3 Bits
  519 AllowUserWritesToExecutableMemory   Pos 4, 1 Bit
  519 AllowKernelWritesToExecutableMemory Pos 5, 1 Bit
  519 OwnsVadShared                       Pos 6, 1 Bit
  51c CacheManagerActive                  UChar
  51d DisablePageFaultClustering          UChar
  51e ActiveFaultCount                    UChar
  51f LockOrderState                      UChar
  520 PerformanceCountLowReserved         Uint4B
  524 PerformanceCountHighReserved        Int4B
  528 AlpcMessageId                       Uint8B
  530 AlpcMessage                         Ptr64 Void
  530 AlpcReceiveAttributeSet             Uint4B
  538 AlpcWaitListEntry                   _LIST_ENTRY

_TEB 1838
  000 NtTib                             _NT_TIB
  038 EnvironmentPointer                Ptr64 Void
  040 ClientId                          _CLIENT_ID
  050 ActiveRpcHandle                   Ptr64 Void
  058 ThreadLocalStoragePointer         Ptr64 Void
  060 ProcessEnvironmentBlock           Ptr64 _PEB
  068 LastErrorValue                    Uint4B
  06c CountOfOwnedCriticalSections      Uint4B
  070 CsrClientThread                   Ptr64 Void
  078 Win32ThreadInfo                   Ptr64 Void
  080 User32Reserved                    [26] Uint4B
  0e8 UserReserved                      [5] Uint4B
  100 WOW32Reserved                     Ptr64 Void
  108 CurrentLocale                     Uint4B
  10c FpSoftwareStatusRegister          Uint4B
  2c0 ExceptionCode                     Int4B
  2c8 ActivationContextStackPointer     Ptr64 _ACTIVATION_CONTEXT_STACK
  2d0 InstrumentationCallbackSp         Uint8B
  2d8 InstrumentationCallbackPreviousPc Uint8B
  2e0 InstrumentationCallbackPreviousSp Uint8B
  2e8 TxFsContext                       Uint4B
  2ec InstrumentationCallbackDisabled   UChar
  2ed UnalignedLoadStoreExceptions      UChar
  2f0 GdiTebBatch                       _GDI_TEB_BATCH
  1250 LastStatusValue                   Uint4B
  1258 StaticUnicodeString               _UNICODE_STRING
  1478 DeallocationStack                 Ptr64 Void
  1480 TlsSlots                          [64] Ptr64 Void
  1740 GdiBatchCount                     Uint4B
  1744 CurrentIdealProcessor             _PROCESSOR_NUMBER
  1744 IdealProcessorValue               Uint4B
  1744 ReservedPad0                      UChar
  1745 ReservedPad1                      UChar
  1746 ReservedPad2                      UChar
  1747 IdealProcessor                    UChar
  1748 GuaranteedStackBytes              Uint4B
  1750 ReservedForPerf                   Ptr64 Void
  1758 ReservedForOle                    Ptr64 Void
  1760 WaitingOnLoaderLock               Uint4B
  1768 SavedPriorityState                Ptr64 Void
  1770 ReservedForCodeCoverage           Uint8B
  1778 ThreadPoolData                    Ptr64 Void
  1780 TlsExpansionSlots                 Ptr64 Ptr64 Void
  1788 DeallocationBStore                Ptr64 Void

_PEB 7c8
  000 InheritedAddressSpace          UChar
  001 ReadImageFileExecOptions       UChar
  002 BeingDebugged                  UChar
  003 BitField                       UChar
  003 ImageUsesLargePages            Pos 0, 1 Bit
  003 IsProtectedProcess             Pos 1, 1 Bit
  003 IsImageDynamicallyRelocated    Pos 2, 1 Bit
  003 SkipPatchingUser32Forwarders   Pos 3, 1 Bit
  003 IsPackagedProcess              Pos 4, 1 Bit
  003 IsAppContainer                 Pos 5, 1 Bit
  003 IsProtectedProcessLight        Pos 6, 1 Bit
  003 IsLongPathAwareProcess         Pos 7, 1 Bit
  008 Mutant                         Ptr64 Void
  010 ImageBaseAddress               Ptr64 Void
  018 Ldr                            Ptr64 _PEB_LDR_DATA
  020 ProcessParameters              Ptr64 _RTL_USER_PROCESS_PARAMETERS
  028 SubSystemData                  Ptr64 Void
  030 ProcessHeap                    Ptr64 Void
  038 FastPebLock                    Ptr64 _RTL_CRITICAL_SECTION
  040 AtlThunkSListPtr               Ptr64 _SLIST_HEADER
  048 IFEOKey                        Ptr64 Void
  050 CrossProcessFlags              Uint4B
  050 ProcessInJob                   Pos 0, 1 Bit
  050 ProcessInitializing            Pos 1, 1 Bit
  050 ProcessUsingVEH                Pos 2, 1 Bit
  050 ProcessUsingVCH                Pos 3, 1 Bit
  050 ProcessUsingFTH                Pos 4, 1 Bit
  050 ProcessPreviouslyThrottled     Pos 5, 1 Bit
  050 ProcessCurrentlyThrottled      Pos 6, 1 Bit
  050 ProcessImagesHotPatched        Pos 7, 1 Bit
  050 ReservedBits0                  Pos 8, 24 Bits
  058 KernelCallbackTable            Ptr64 Void
  058 UserSharedInfoPtr              Ptr64 Void
  060 SystemReserved                 Uint4B
  064 AtlThunkSListPtr32             Uint4B
  068 ApiSetMap                      Ptr64 Void
  070 TlsExpansionCounter            Uint4B
  078 TlsBitmap                      Ptr64 Void
  080 TlsBitmapBits                  [2] Uint4B
  088 ReadOnlySharedMemoryBase       Ptr64 Void
  090 SharedData                     Ptr64 Void
  098 ReadOnlyStaticServerData       Ptr64 Ptr64 Void
  0a0 AnsiCodePageData               Ptr64 Void
  0a8 OemCodePageData                Ptr64 Void
  0b0 UnicodeCaseTableData           Ptr64 Void
  0b8 NumberOfProcessors             Uint4B
  0bc NtGlobalFlag                   Uint4B
  0c0 CriticalSectionTimeout         _LARGE_INTEGER
  0c8 HeapSegmentReserve             Uint8B
  0d0 HeapSegmentCommit              Uint8B
  0d8 HeapDeCommitTotalFreeThreshold Uint8B
  0e0 HeapDeCommitFreeBlockThreshold Uint8B
  0e8 NumberOfHeaps                  Uint4B
  0ec MaximumNumberOfHeaps           Uint4B
  0f0 ProcessHeaps                   Ptr64 Ptr64 Void
  0f8 GdiSharedHandleTable           Ptr64 Void
  100 ProcessStarterHelper           Ptr64 Void
  108 GdiDCAttributeList             Uint4B
  110 LoaderLock                     Ptr64 _RTL_CRITICAL_SECTION
  118 OSMajorVersion                 Uint4B
  11c OSMinorVersion                 Uint4B
  120 OSBuildNumber                  Uint2B
  122 OSCSDVersion                   Uint2B
  124 OSPlatformId                   Uint4B
  128 ImageSubsystem                 Uint4B
  12c ImageSubsystemMajorVersion     Uint4B
  130 ImageSubsystemMinorVersion     Uint4B
  138 ActiveProcessAffinityMask      Uint8B

_LOADER_PARAMETER_EXTENSION df0
  078 AcpiTable                Ptr64 Void
  080 AcpiTableSize            Uint4B
  084 LastBootSucceeded        Pos 0, 1 Bit
  084 LastBootShutdown         Pos 1, 1 Bit
  084 IoPortAccessSupported    Pos 2, 1 Bit
  084 BootDebuggerActive       Pos 3, 1 Bit
  084 StrongCodeGuarantees     Pos 4, 1 Bit
  084 HardStrongCodeGuarantees Pos 5, 1 Bit
  084 SidSharingDisabled       Pos 6, 1 Bit
  084 TpmInitialized           Pos 7, 1 Bit
  084 VsmConfigured            Pos 8, 1 Bit
  084 IumEnabled               Pos 9, 1 Bit
  084 IsSmbboot                Pos 10, 1 Bit
  084 BootLogEnabled           Pos 11, 1 Bit
  084 DriverVerifierEnabled    Pos 12, 1 Bit
  084 SuppressMonitorX         Pos 13, 1 Bit
  084 KernelCetEnabled         Pos 14, 1 Bit
  084 SuppressSmap             Pos 15, 1 Bit
  084 Unused                   Pos 16, 5 Bits
  084 FeatureSimulations       Pos 21, 6 Bits
  084 MicrocodeSelfHosting     Pos 27, 1 Bit
  084 XhciLegacyHandoffSkip    Pos 28, 1 Bit
  084 DisableInsiderOptInHVCI  Pos 29, 1 Bit
  084 MicrocodeMinVerSupported Pos 30, 1 Bit
  084 GpuIommuEnabled          Pos 31, 1 Bit
  088 LoaderPerformanceData    _LOADER_PERFORMANCE_DATA

_LDR_DATA_TABLE_ENTRY 120
  000 InLoadOrderLinks           _LIST_ENTRY
  010 InMemoryOrderLinks         _LIST_ENTRY
  020 InInitializationOrderLinks _LIST_ENTRY
  030 DllBase                    Ptr64 Void
  038 EntryPoint                 Ptr64 Void
  040 SizeOfImage                Uint4B
  048 FullDllName                _UNICODE_STRING
  058 BaseDllName                _UNICODE_STRING
  068 Flags                      Uint4B
  06c ObsoleteLoadCount          Uint2B
  06e TlsIndex                   Uint2B
  070 HashLinks                  _LIST_ENTRY
  080 TimeDateStamp              Uint4B
  0f8 OriginalBase               Uint8B

_KLDR_DATA_TABLE_ENTRY a0
  000 InLoadOrderLinks      _LIST_ENTRY
  010 ExceptionTable        Ptr64 Void
  018 ExceptionTableSize    Uint4B
  020 GpValue               Ptr64 Void
  028 NonPagedDebugInfo     Ptr64 _NON_PAGED_DEBUG_INFO
  030 DllBase               Ptr64 Void
  038 EntryPoint            Ptr64 Void
  040 SizeOfImage           Uint4B
  048 FullDllName           _UNICODE_STRING
  058 BaseDllName           _UNICODE_STRING
  068 Flags                 Uint4B
  06c LoadCount             Uint2B
  070 SectionPointer        Ptr64 Void
  078 CheckSum              Uint4B
  07c CoverageSectionSize   Uint4B
  080 CoverageSection       Ptr64 Void
  088 LoadedImports         Ptr64 Void
  098 SizeOfImageNotRounded Uint4B
  09c TimeDateStamp         Uint4B

_PEB_LDR_DATA 58
  000 Length                          Uint4B
  004 Initialized                     UChar
  008 SsHandle                        Ptr64 Void
  010 InLoadOrderModuleList           _LIST_ENTRY
  020 InMemoryOrderModuleList         _LIST_ENTRY
  030 InInitializationOrderModuleList _LIST_ENTRY
  040 EntryInProgress                 Ptr64 Void
  048 ShutdownInProgress              UChar
  050 ShutdownThreadId                Ptr64 Void
`;
