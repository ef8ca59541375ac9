/**
 * Structures of Windows 7 SP1 x86 (build 7601): name and size in hex, then offset, field and type as `dt` prints it. Only fields with a published source.
 * @source Microsoft's public type data, by way of the Volatility profiles
 */
export const WIN7_X86 = `
_KPCR 3748
  000 NtTib _NT_TIB
  000 Used_ExceptionList Ptr32 _EXCEPTION_REGISTRATION_RECORD
  004 Used_StackBase Ptr32 Void
  00c TssCopy Ptr32 Void
  010 ContextSwitches Uint4B
  014 SetMemberCopy Uint4B
  018 Used_Self Ptr32 Void
  01c SelfPcr Ptr32 _KPCR
  020 Prcb Ptr32 _KPRCB
  024 Irql UChar
  028 IRR Uint4B
  02c IrrActive Uint4B
  030 IDR Uint4B
  034 KdVersionBlock Ptr32 Void
  038 IDT Ptr32 _KIDTENTRY
  03c GDT Ptr32 _KGDTENTRY
  040 TSS Ptr32 _KTSS
  044 MajorVersion Uint2B
  046 MinorVersion Uint2B
  048 SetMember Uint4B
  04c StallScaleFactor Uint4B
  051 Number UChar
  053 SecondLevelCacheAssociativity UChar
  054 VdmAlert Uint4B
  058 KernelReserved [14] Uint4B
  090 SecondLevelCacheSize Uint4B
  094 HalReserved [16] Uint4B
  0d4 InterruptMode Uint4B
  0dc KernelReserved2 [17] Uint4B
  120 PrcbData _KPRCB
_KPRCB 3628
  000 MinorVersion Uint2B
  002 MajorVersion Uint2B
  004 CurrentThread Ptr32 _KTHREAD
  008 NextThread Ptr32 _KTHREAD
  00c IdleThread Ptr32 _KTHREAD
  010 LegacyNumber UChar
  011 NestingLevel UChar
  012 BuildType Uint2B
  014 CpuType UChar
  015 CpuID UChar
  016 CpuStep Uint2B
  016 CpuStepping UChar
  017 CpuModel UChar
  018 ProcessorState _KPROCESSOR_STATE
  58c KeExceptionDispatchCount Uint4B
  590 KeSystemCalls Uint4B
_KTHREAD 200
  000 Header _DISPATCHER_HEADER
  010 CycleTime Uint8B
  018 HighCycleTime Uint4B
  020 QuantumTarget Uint8B
  028 InitialStack Ptr32 Void
  02c StackLimit Ptr32 Void
  030 KernelStack Ptr32 Void
  034 ThreadLock Uint4B
  038 WaitRegister _KWAIT_STATUS_REGISTER
  039 Running UChar
  03a Alerted [2] UChar
  03c MiscFlags Int4B
  03c KernelStackResident Pos 0, 1 Bit
  03c ReadyTransition Pos 1, 1 Bit
  03c ProcessReadyQueue Pos 2, 1 Bit
  03c WaitNext Pos 3, 1 Bit
  03c SystemAffinityActive Pos 4, 1 Bit
  03c Alertable Pos 5, 1 Bit
  03c GdiFlushActive Pos 6, 1 Bit
  03c UserStackWalkActive Pos 7, 1 Bit
  03c ApcInterruptRequest Pos 8, 1 Bit
  03c ForceDeferSchedule Pos 9, 1 Bit
  03c QuantumEndMigrate Pos 10, 1 Bit
  03c UmsDirectedSwitchEnable Pos 11, 1 Bit
  03c TimerActive Pos 12, 1 Bit
  03c SystemThread Pos 13, 1 Bit
  03c Reserved Pos 14, 18 Bits
  040 ApcState _KAPC_STATE
  057 Priority UChar
  058 NextProcessor Uint4B
  05c DeferredProcessor Uint4B
  060 ApcQueueLock Uint4B
  064 ContextSwitches Uint4B
  068 State UChar
  069 NpxState UChar
  06a WaitIrql UChar
  06b WaitMode UChar
  06c WaitStatus Int4B
  070 WaitBlockList Ptr32 _KWAIT_BLOCK
  074 SwapListEntry _SINGLE_LIST_ENTRY
  074 WaitListEntry _LIST_ENTRY
  07c Queue Ptr32 _KQUEUE
  080 WaitTime Uint4B
  084 CombinedApcDisable Uint4B
  084 KernelApcDisable Int2B
  086 SpecialApcDisable Int2B
  088 Teb Ptr32 Void
  090 Timer _KTIMER
  0b8 ThreadFlags Int4B
  0b8 AutoAlignment Pos 0, 1 Bit
  0b8 DisableBoost Pos 1, 1 Bit
  0b8 EtwStackTraceApc1Inserted Pos 2, 1 Bit
  0b8 EtwStackTraceApc2Inserted Pos 3, 1 Bit
  0b8 CalloutActive Pos 4, 1 Bit
  0b8 ApcQueueable Pos 5, 1 Bit
  0b8 EnableStackSwap Pos 6, 1 Bit
  0b8 GuiThread Pos 7, 1 Bit
  0b8 UmsPerformingSyscall Pos 8, 1 Bit
  0b8 VdmSafe Pos 9, 1 Bit
  0b8 UmsDispatched Pos 10, 1 Bit
  0b8 ReservedFlags Pos 11, 21 Bits
  0bc ServiceTable Ptr32 Void
  0c0 WaitBlock [4] _KWAIT_BLOCK
  120 QueueListEntry _LIST_ENTRY
  128 TrapFrame Ptr32 _KTRAP_FRAME
  12c FirstArgument Ptr32 Void
  130 CallbackDepth Uint4B
  130 CallbackStack Ptr32 Void
  134 ApcStateIndex UChar
  135 BasePriority UChar
  136 PriorityDecrement UChar
  136 ForegroundBoost Pos 0, 4 Bits
  136 UnusualBoost Pos 4, 4 Bits
  137 Preempted UChar
  138 AdjustReason UChar
  139 AdjustIncrement UChar
  13a PreviousMode UChar
  13b Saturation UChar
  13c SystemCallNumber Uint4B
  140 FreezeCount Uint4B
  144 UserAffinity _GROUP_AFFINITY
  150 Process Ptr32 _KPROCESS
  154 Affinity _GROUP_AFFINITY
  160 IdealProcessor Uint4B
  164 UserIdealProcessor Uint4B
  168 ApcStatePointer [2] Ptr32 _KAPC_STATE
  170 SavedApcState _KAPC_STATE
  187 WaitReason UChar
  188 SuspendCount UChar
  18c Win32Thread Ptr32 Void
  190 StackBase Ptr32 Void
  194 SuspendApc _KAPC
  195 ResourceIndex UChar
  197 QuantumReset UChar
  198 KernelTime Uint4B
  1b8 WaitPrcb Ptr32 _KPRCB
  1bc LegoData Ptr32 Void
  1c3 LargeStack UChar
  1c4 UserTime Uint4B
  1c8 SuspendSemaphore _KSEMAPHORE
  1c8 SuspendSemaphorefill [20] UChar
  1dc SListFaultCount Uint4B
  1e0 ThreadListEntry _LIST_ENTRY
  1e8 MutantListHead _LIST_ENTRY
  1f0 SListFaultAddress Ptr32 Void
  1f4 ThreadCounters Ptr32 _KTHREAD_COUNTERS
  1f8 XStateSave Ptr32 _XSTATE_SAVE
_KTRAP_FRAME 8c
  000 DbgEbp Uint4B
  004 DbgEip Uint4B
  008 DbgArgMark Uint4B
  00c DbgArgPointer Uint4B
  010 TempSegCs Uint2B
  012 Logging UChar
  013 Reserved UChar
  014 TempEsp Uint4B
  018 Dr0 Uint4B
  01c Dr1 Uint4B
  020 Dr2 Uint4B
  024 Dr3 Uint4B
  028 Dr6 Uint4B
  02c Dr7 Uint4B
  030 SegGs Uint4B
  034 SegEs Uint4B
  038 SegDs Uint4B
  03c Edx Uint4B
  040 Ecx Uint4B
  044 Eax Uint4B
  048 PreviousPreviousMode Uint4B
  04c ExceptionList Ptr32 _EXCEPTION_REGISTRATION_RECORD
  050 SegFs Uint4B
  054 Edi Uint4B
  058 Esi Uint4B
  05c Ebx Uint4B
  060 Ebp Uint4B
  064 ErrCode Uint4B
  068 Eip Uint4B
  06c SegCs Uint4B
  070 EFlags Uint4B
  074 HardwareEsp Uint4B
  078 HardwareSegSs Uint4B
  07c V86Es Uint4B
  080 V86Ds Uint4B
  084 V86Fs Uint4B
  088 V86Gs Uint4B
_KINTERRUPT 278
  000 Type Int2B
  002 Size Int2B
  004 InterruptListEntry _LIST_ENTRY
  00c ServiceRoutine Ptr32 Void
  010 MessageServiceRoutine Ptr32 Void
  014 MessageIndex Uint4B
  018 ServiceContext Ptr32 Void
  01c SpinLock Uint4B
  020 TickCount Uint4B
  024 ActualLock Ptr32 Uint4B
  028 DispatchAddress Ptr32 Void
  02c Vector Uint4B
  030 Irql UChar
  031 SynchronizeIrql UChar
  032 FloatingSave UChar
  033 Connected UChar
  034 Number Uint4B
  038 ShareVector UChar
  039 Pad [3] UChar
  03c Mode Enumeration
  040 Polarity Enumeration
  044 ServiceCount Uint4B
  048 DispatchCount Uint4B
  050 Rsvd1 Uint8B
  058 DispatchCode [135] Uint4B
_KUSER_SHARED_DATA 5f0
  2e8 NumberOfPhysicalPages Uint4B
  2ec SafeBootMode UChar
  2ed TscQpcData UChar
  2ed TscQpcEnabled Pos 0, 1 Bit
  2ed TscQpcShift Pos 2, 6 Bits
  2ee TscQpcPad [2] UChar
  2f0 SharedDataFlags Uint4B
  2f0 DbgErrorPortPresent Pos 0, 1 Bit
  2f0 DbgElevationEnabled Pos 1, 1 Bit
  2f0 DbgVirtEnabled Pos 2, 1 Bit
  2f0 DbgInstallerDetectEnabled Pos 3, 1 Bit
  2f0 DbgSystemDllRelocated Pos 4, 1 Bit
  2f0 DbgDynProcessorEnabled Pos 5, 1 Bit
  2f0 DbgSEHValidationEnabled Pos 6, 1 Bit
  2f4 DataFlagsPad [1] Uint4B
  2f8 TestRetInstruction Uint8B
  300 SystemCall Uint4B
  304 SystemCallReturn Uint4B
  308 SystemCallPad [3] Uint8B
  320 ReservedTickCountOverlay [3] Uint4B
  320 TickCount _KSYSTEM_TIME
  320 TickCountQuad Uint8B
  32c TickCountPad [1] Uint4B
  330 Cookie Uint4B
  334 CookiePad [1] Uint4B
  338 ConsoleSessionForegroundProcessId Int8B
`;
